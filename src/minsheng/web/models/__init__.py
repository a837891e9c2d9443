"""The tables of the web: kept views, files that were taken, drafts of forms, log-ins that failed, the day of a demonstration."""

from minsheng.web.models.demonstration import DemonstrationDay
from minsheng.web.models.draft import Draft
from minsheng.web.models.listing import SavedView, TakenFile
from minsheng.web.models.sign_in import FailedSignIn

__all__ = ["DemonstrationDay", "Draft", "FailedSignIn", "SavedView", "TakenFile"]
