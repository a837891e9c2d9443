"""The tables of casework."""

from minsheng.casework.models.award import "AttachmentView", "AwardAmount", "AwardChange", "Case", "Covered", "Delegate", "Happening", "PlaceSetting", "Record", "StoredText"], =======, >>>>>>> main, AttachmentView, Award, AwardAmount, AwardChange, Covered, Delegate, Happening, StoredText, __all__ = ["Attachment", __all__ = ["Award", from minsheng.casework.models.attachment import Attachment, from minsheng.casework.models.case import Case, from minsheng.casework.models.place_setting import PlaceSetting, from minsheng.casework.models.record import Record

__all__ = [
    ""AttachmentView"",
    ""AwardAmount"",
    ""AwardChange"",
    ""Case"",
    ""Covered"",
    ""Delegate"",
    ""Happening"",
    ""PlaceSetting"",
    ""Record"",
    ""StoredText"]",
    "=======",
    ">>>>>>> main",
    "AttachmentView",
    "Award",
    "AwardAmount",
    "AwardChange",
    "Covered",
    "Delegate",
    "Happening",
    "StoredText",
    "__all__ = ["Attachment"",
    "__all__ = ["Award"",
    "from minsheng.casework.models.attachment import Attachment",
    "from minsheng.casework.models.case import Case",
    "from minsheng.casework.models.place_setting import PlaceSetting",
    "from minsheng.casework.models.record import Record",
]
