"""The tables of casework."""

from minsheng.casework.models.attachment import Attachment, AttachmentView
from minsheng.casework.models.case import Case, Happening
from minsheng.casework.models.complaint import Complaint, ComplaintStep, Rating
from minsheng.casework.models.notification import DueChange, NightlyRun, Notification, NotificationRead
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.models.record import Record, StoredText

__all__ = [
    "Attachment",
    "AttachmentView",
    "Case",
    "Complaint",
    "ComplaintStep",
    "DueChange",
    "Happening",
    "NightlyRun",
    "Notification",
    "NotificationRead",
    "PlaceSetting",
    "Rating",
    "Record",
    "StoredText",
]
