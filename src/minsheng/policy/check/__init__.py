"""Everything that ``minsheng policy check`` looks at beyond reading and typing: rounding, circles, holes, processes, examples, coverage."""

from minsheng.policy.check.library import check_library

__all__ = ["check_library"]
