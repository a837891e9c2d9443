"""How hypothesis looks for a disagreement: the same examples on every run, few or many; or new ones, as many as somebody asks for.

``GENERATED_EXAMPLES=10`` takes new examples each time, ten times as many.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_ALL = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
_TIMES = os.environ.get("GENERATED_EXAMPLES", "")


def few(examples: int):
    """Settings for a quick test: always the same examples; a failing one is made smaller."""
    return settings(max_examples=examples, derandomize=True, phases=[Phase.generate, Phase.shrink], **_ALL)


def many(examples: int):
    """Settings for a long test; with new examples the blob that is printed repeats a failing one."""
    count = max(1, int(examples * float(_TIMES or 1)))
    return settings(max_examples=count, derandomize=not _TIMES, phases=[Phase.generate, Phase.shrink], **_ALL)
