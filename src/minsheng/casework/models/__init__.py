"""The tables of casework."""

from minsheng.casework.models.attachment import Attachment, AttachmentView
from minsheng.casework.models.case import Case, Happening
from minsheng.casework.models.draw import Draw, DrawnCase, OfficialRelative
from minsheng.casework.models.economic_check import Authorisation, CheckReport, CheckRequest
from minsheng.casework.models.place_setting import PlaceSetting
from minsheng.casework.models.record import Record, StoredText
from minsheng.casework.models.visit import Inquiry, VillagersReview, Visit, Visitor

__all__ = [
    "Attachment",
    "AttachmentView",
    "Authorisation",
    "Case",
    "CheckReport",
    "CheckRequest",
    "Draw",
    "DrawnCase",
    "Happening",
    "Inquiry",
    "OfficialRelative",
    "PlaceSetting",
    "Record",
    "StoredText",
    "VillagersReview",
    "Visit",
    "Visitor",
]
