"""How hypothesis looks for a disagreement: the same few examples on every run, or many new ones.

``GENERATED_EXAMPLES`` multiplies the many: 10 looks ten times as long.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_ALL = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
_TIMES = float(os.environ.get("GENERATED_EXAMPLES", "1"))


def few(examples: int):
    """Settings for a quick test: always the same examples; a failing one is made smaller."""
    return settings(max_examples=examples, derandomize=True, phases=[Phase.generate, Phase.shrink], **_ALL)


def many(examples: int):
    """Settings for a long test: new examples each time; the blob that is printed repeats a failing one."""
    return settings(max_examples=max(1, int(examples * _TIMES)), phases=[Phase.generate, Phase.shrink], **_ALL)
