"""The tables of casework."""

from minsheng.casework.models.attachment import Attachment, AttachmentView
from minsheng.casework.models.case import Case, Happening
from minsheng.casework.models.certificate import Certificate, CertificateReview
from minsheng.casework.models.notice import NOTICE_KINDS, Notice
from minsheng.casework.models.paper import GivenPaper, OfficeTemplate, PaperDraft
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.models.record import Record, StoredText
from minsheng.casework.models.serial import Serial, next_serial

__all__ = [
    "NOTICE_KINDS",
    "Attachment",
    "AttachmentView",
    "Case",
    "Certificate",
    "CertificateReview",
    "GivenPaper",
    "Happening",
    "Notice",
    "OfficeTemplate",
    "PaperDraft",
    "PlaceSetting",
    "Record",
    "Serial",
    "StoredText",
    "next_serial",
]
