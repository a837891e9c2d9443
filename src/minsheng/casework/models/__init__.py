"""The tables of casework."""

from minsheng.casework.models.attachment import Attachment, AttachmentView
from minsheng.casework.models.case import Case, Happening
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.models.record import Record, StoredText

__all__ = ["Attachment", "AttachmentView", "Case", "Happening", "PlaceSetting", "Record", "StoredText"]
