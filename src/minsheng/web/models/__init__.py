"""The tables of the web: what people keep of their lists, and who took a file."""

from minsheng.web.models.demonstration import DemonstrationDay
from minsheng.web.models.listing import SavedView, TakenFile

__all__ = ["DemonstrationDay", "SavedView", "TakenFile"]
