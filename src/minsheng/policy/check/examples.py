"""The examples beside the rules and the cases worked by hand must come out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.policy.worked import run_example

__all__ = ["check_examples"]


def check_examples(library: Library, touched: Callable[[date, str], bool] = lambda day, area: True) -> None:
    """Run the examples and cases of the library; each difference is a finding at the example.

    Args:
        library: the packs.
        touched: by day and area, whether an example is run; all when left out.
    """
    for pack in library.packs:
        for example in pack.examples:
            if not touched(example.day or pack.in_force, example.area or pack.area):
                continue
            for failure in run_example(library, example, default_day=pack.in_force, default_area=pack.area):
                library.findings.error(
                    "X3",
                    example.place,
                    N_("the example «{title}» expects {what} = {expected}, but it is {actual}"),
                    N_("Mend the rule or the example: one of them is wrong."),
                    title=example.title.en,
                    what=failure.what,
                    expected=failure.expected,
                    actual=failure.actual,
                )
    for case in library.cases:
        found = library.pack(case.document)
        if found is None:
            library.findings.error(
                "X4",
                case.place,
                N_("there is no pack for the document {document}"),
                N_("Write the number exactly as in that pack."),
                document=case.document,
            )
            continue
        if not touched(case.day or found.in_force, case.area or found.area):
            continue
        for failure in run_example(library, case, default_day=found.in_force, default_area=found.area):
            library.findings.error(
                "X5",
                case.place,
                N_("the case {id} expects {what} = {expected}, but it is {actual}"),
                N_("The case was worked out by hand from {article}: look at the text before changing either."),
                id=case.id,
                what=failure.what,
                expected=failure.expected,
                actual=failure.actual,
                article=case.article,
            )
