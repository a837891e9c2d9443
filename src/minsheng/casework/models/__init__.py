"""The tables of casework."""

from minsheng.casework.models.award import Award, AwardAmount, AwardChange, Covered
from minsheng.casework.models.case import Case, Delegate, Happening
from minsheng.casework.models.record import Record, StoredText

__all__ = ["Award", "AwardAmount", "AwardChange", "Case", "Covered", "Delegate", "Happening", "Record", "StoredText"]
