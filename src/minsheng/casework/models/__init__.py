"""The tables of casework."""

from minsheng.casework.models.attachment import Attachment, AttachmentView
from minsheng.casework.models.care import Assessment, CareAgreement, CareHome, CareVisit, KeptProperty, Placement
from minsheng.casework.models.case import Case, Happening
from minsheng.casework.models.certificate import Certificate, CertificateReview
from minsheng.casework.models.handing_over import HandingOver
from minsheng.casework.models.notice import Notice
from minsheng.casework.models.paper import OfficeTemplate, _Sealed
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.models.record import Record, StoredText
from minsheng.casework.models.referral import Referral, ReferralStep
from minsheng.casework.models.serial import Serial
from minsheng.casework.models.task import Task

__all__ = [
    "Assessment",
    "Attachment",
    "AttachmentView",
    "CareAgreement",
    "CareHome",
    "CareVisit",
    "Case",
    "Certificate",
    "CertificateReview",
    "HandingOver",
    "Happening",
    "KeptProperty",
    "Notice",
    "OfficeTemplate",
    "PlaceSetting",
    "Placement",
    "Record",
    "Referral",
    "ReferralStep",
    "Serial",
    "StoredText",
    "Task",
    "_Sealed",
]
