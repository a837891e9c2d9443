"""The tables of casework."""

from minsheng.casework.models.case import Case, Happening
from minsheng.casework.models.local_value import LawVersion, ValueChange
from minsheng.casework.models.record import Record, StoredText

__all__ = ["Case", "Happening", "LawVersion", "Record", "StoredText", "ValueChange"]
