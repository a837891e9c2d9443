"""The tables of casework."""

from minsheng.casework.models.attachment import Attachment, AttachmentView
from minsheng.casework.models.award import Award, AwardAmount, AwardChange, Covered
from minsheng.casework.models.care import Assessment, CareAgreement, CareHome, CareVisit, KeptProperty, Placement
from minsheng.casework.models.case import Case, Delegate, Happening
from minsheng.casework.models.certificate import Certificate, CertificateReview
from minsheng.casework.models.complaint import Complaint, ComplaintStep, Rating
from minsheng.casework.models.draw import Draw, DrawnCase, OfficialRelative
from minsheng.casework.models.economic_check import Authorisation, CheckReport, CheckRequest
from minsheng.casework.models.handing_over import HandingOver
from minsheng.casework.models.life import Continuation, LifeEvent, Unclaimed
from minsheng.casework.models.local_value import LawVersion, ValueChange
from minsheng.casework.models.notice import NOTICE_KINDS, Notice
from minsheng.casework.models.notification import DueChange, NightlyRun, Notification, NotificationRead
from minsheng.casework.models.paper import GivenPaper, OfficeTemplate, PaperDraft
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.models.record import Record, StoredText
from minsheng.casework.models.referral import Referral, ReferralStep
from minsheng.casework.models.serial import Serial, next_serial
from minsheng.casework.models.task import Task
from minsheng.casework.models.visit import Inquiry, VillagersReview, Visit, Visitor

__all__ = [
    "Assessment",
    "Attachment",
    "AttachmentView",
    "Authorisation",
    "Award",
    "AwardAmount",
    "AwardChange",
    "CareAgreement",
    "CareHome",
    "CareVisit",
    "Case",
    "Certificate",
    "CertificateReview",
    "CheckReport",
    "CheckRequest",
    "Complaint",
    "ComplaintStep",
    "Continuation",
    "Covered",
    "Delegate",
    "Draw",
    "DrawnCase",
    "DueChange",
    "GivenPaper",
    "HandingOver",
    "Happening",
    "Inquiry",
    "KeptProperty",
    "LawVersion",
    "LifeEvent",
    "NOTICE_KINDS",
    "NightlyRun",
    "Notice",
    "Notification",
    "NotificationRead",
    "OfficeTemplate",
    "OfficialRelative",
    "PaperDraft",
    "PlaceSetting",
    "Placement",
    "Rating",
    "Record",
    "Referral",
    "ReferralStep",
    "Serial",
    "StoredText",
    "Task",
    "Unclaimed",
    "ValueChange",
    "VillagersReview",
    "Visit",
    "Visitor",
    "next_serial",
]
