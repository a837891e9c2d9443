"""The tables of the web: what people keep of their lists, who took a file, drafts of forms, log-ins that failed, the day of a demonstration."""

from minsheng.web.models.demonstration import DemonstrationDay
from minsheng.web.models.draft import Draft
from minsheng.web.models.listing import SavedView, TakenFile
from minsheng.web.models.sign_in import FailedSignIn

__all__ = ["DemonstrationDay", "Draft", "FailedSignIn", "SavedView", "TakenFile"]
