"""Policy packs, and decisions from them with every reason.

>>> from datetime import date
>>> from minsheng.policy import Library
>>> law = Library.load().as_of(date(2021, 11, 20), area="620171")
>>> law.benefit("dibao").label.en != ""
True
"""

from minsheng.policy.decision import Decision
from minsheng.policy.finding import Finding, PolicyError
from minsheng.policy.household import read_household, write_household
from minsheng.policy.law import Law
from minsheng.policy.library import Library
from minsheng.policy.outcome import Outcome
from minsheng.policy.thing import Household

__all__ = [
    "Decision",
    "Finding",
    "Household",
    "Law",
    "Library",
    "Outcome",
    "PolicyError",
    "read_household",
    "write_household",
]
