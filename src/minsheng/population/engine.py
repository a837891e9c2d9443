"""Populations for the policy library: what ``law.determine`` and ``law.compare`` do."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from minsheng.policy.law import Law
from minsheng.population.determine import determine
from minsheng.population.determine_files import determine_files

__all__ = ["Engine", "setting_texts"]


class Engine:
    """Fills :class:`minsheng.policy.population_port.PopulationEngine`."""

    def determine(
        self, law: Law, source: Path | Mapping[str, Any], out: Path | None, rules: Sequence[str], **options: Any
    ) -> Any:
        """Tables in memory give columns; a folder is worked out into the folder ``out``."""
        if isinstance(source, Mapping):
            return determine(law, source, rules=rules, **options)
        if out is None:
            raise TypeError("determine() from a folder needs a folder for the results: law.determine(folder, out)")
        return determine_files(law, Path(source), Path(out), rules=rules, **options)

    def compare(self, after: Law, before: Law, source: Path, out: Path | None, **options: Any) -> Any:
        """The forecast of a change; with ``out`` also its page and tables.

        Everything runs in this process unless ``workers`` says otherwise: a script without ``if __name__ == "__main__"`` cannot
        start others.
        """
        from minsheng.population.simulate import Asked, simulate

        asked = Asked(before.day, settings=setting_texts(after, before), demonstration=before.demonstration)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(out) if out is not None else Path(folder) / "forecast"
            return simulate(Path(source), before.library, asked, place, **{"workers": 1, **options}).forecast


def setting_texts(after: Law, before: Law) -> list[str]:
    """The parameters that differ, as a user would write them for ``minsheng simulate``; each for the area of the law.

    >>> from minsheng.policy import Library
    >>> law = Library.load().as_of(date(2017, 12, 31), "500110")
    >>> setting_texts(law.change({"dibao.standard": {"urban": 60000}}), law)
    ['dibao.standard[500110,urban]=600.00']
    """
    texts = []
    for name, values in after.settings.items():
        for keys, value in values.items():
            if before.parameter(name, keys) != value:
                place = ",".join([after.area, *keys])
                texts.append(f"{name}[{place}]={_printed(value, after.bound[name].parameter.type.kind)}")
    return texts


def _printed(value: object, kind: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind == "money" and isinstance(value, int):
        sign, fen = "-" if value < 0 else "", abs(value)
        return f"{sign}{fen // 100}.{fen % 100:02d}"
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value.isoformat() if isinstance(value, date) else str(value)
