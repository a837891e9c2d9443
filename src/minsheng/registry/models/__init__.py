"""The tables of the register."""

from minsheng.registry.models.access import Access, KeySeen
from minsheng.registry.models.area import Area
from minsheng.registry.models.fact import Fact
from minsheng.registry.models.household import Household, Membership
from minsheng.registry.models.person import Person
from minsheng.registry.models.roster_upload import RosterUpload
from minsheng.registry.models.sent_form import SentForm
from minsheng.registry.models.staff import OFFICE_KINDS, Assignment, Office, User

__all__ = [
    "OFFICE_KINDS",
    "Access",
    "Area",
    "Assignment",
    "Fact",
    "Household",
    "KeySeen",
    "Membership",
    "Office",
    "Person",
    "RosterUpload",
    "SentForm",
    "User",
]
