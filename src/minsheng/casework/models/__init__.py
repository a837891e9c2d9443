"""The tables of casework."""

from minsheng.casework.models.attachment import Attachment, AttachmentView
from minsheng.casework.models.award import Award, AwardAmount, AwardChange, Covered
from minsheng.casework.models.case import Case, Delegate, Happening
from minsheng.casework.models.certificate import Certificate, CertificateReview
from minsheng.casework.models.complaint import Complaint, ComplaintStep, Rating
from minsheng.casework.models.life import Continuation, LifeEvent, Unclaimed
from minsheng.casework.models.notice import NOTICE_KINDS, Notice
from minsheng.casework.models.notification import DueChange, NightlyRun, Notification, NotificationRead
from minsheng.casework.models.paper import GivenPaper, OfficeTemplate, PaperDraft
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.models.record import Record, StoredText
from minsheng.casework.models.serial import Serial, next_serial

__all__ = [
    "Attachment",
    "AttachmentView",
    "Award",
    "AwardAmount",
    "AwardChange",
    "Case",
    "Certificate",
    "CertificateReview",
    "Complaint",
    "ComplaintStep",
    "Continuation",
    "Covered",
    "Delegate",
    "DueChange",
    "GivenPaper",
    "Happening",
    "LifeEvent",
    "NOTICE_KINDS",
    "NightlyRun",
    "Notice",
    "Notification",
    "NotificationRead",
    "OfficeTemplate",
    "PaperDraft",
    "PlaceSetting",
    "Rating",
    "Record",
    "Serial",
    "StoredText",
    "Unclaimed",
    "next_serial",
]
