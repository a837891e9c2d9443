"""A sweep: one parameter at many values, to see what each of them would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from minsheng.policy.finding import Findings, Place
from minsheng.policy.language import N_
from minsheng.policy.types import Type
from minsheng.population.simulate.setting import Setting, Shapes, read_setting

__all__ = ["MOST_POINTS", "Sweep", "read_sweep", "written"]

#: More points than this would take longer than anybody waits, and no curve needs them.
MOST_POINTS = 101
_FORM = N_("A sweep is written NAME[AREA,CHOICE,…]=FROM:TO:STEP, for example dibao.standard[500110,urban]=500:700:20")


@dataclass(frozen=True, slots=True)
class Sweep:
    """The settings of a sweep, from the first value to the last."""

    points: tuple[Setting, ...]
    type: Type

    @property
    def last(self) -> Setting:
        """The setting at the end of the sweep."""
        return self.points[-1]


def written(value: object, typ: Type) -> str:
    """A number as packs write it: money in yuan, a ratio as a fraction or in per cent.

    >>> written(58950, Type("money", period="month")), written(Fraction(21, 200), Type("ratio")), written(Fraction(2, 3), Type("ratio"))
    ('589.50', '10.5%', '2/3')
    """
    if typ.kind == "money" and isinstance(value, int):
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if typ.kind == "ratio" and isinstance(value, int | Fraction):
        hundredths = Fraction(value) * 10_000
        if hundredths.denominator == 1:
            return f"{(Decimal(hundredths.numerator) / 100).normalize():f}%"
        return str(value)
    return str(value)


def read_sweep(text: str, place: Place, shapes: Shapes, findings: Findings) -> Sweep | None:
    """Read ``NAME[AREA,CHOICE,…]=FROM:TO:STEP``; what is wrong goes to ``findings``. Every point is exact."""
    name, _, span = text.partition("=")
    parts = span.split(":")
    if len(parts) != 3:
        findings.error("F5", place, N_("{text} is not a sweep"), _FORM, text=text)
        return None
    first = read_setting(f"{name}={parts[0]}", place, shapes, findings)
    if first is None:
        return None
    typ = shapes.parameters[first.name].type
    if not typ.numeric:
        message, hint = N_("{name} is no number, so it cannot be swept"), N_("Try its values one by one with --set.")
        findings.error("F5", place, message, hint, name=first.name)
        return None
    last, step = (read_setting(f"{name}={part}", place, shapes, findings) for part in parts[1:])
    if last is None or step is None:
        return None
    values = _values(_number(first.value), _number(last.value), _number(step.value), typ)
    if not values or len(values) > MOST_POINTS:
        message = N_("this sweep has {count} points")
        hint = N_("From the lower to the higher value, with a step above zero; 2 to {most} points.")
        findings.error("F5", place, message, hint, count=len(values), most=MOST_POINTS)
        return None
    return Sweep(tuple(replace(first, value=value, printed=written(value, typ)) for value in values), typ)


def _number(value: object) -> Fraction:
    assert isinstance(value, int | Fraction)  # noqa: S101 - of a numeric type
    return Fraction(value)


def _values(first: Fraction, last: Fraction, step: Fraction, typ: Type) -> list[int | Fraction]:
    if step <= 0 or last <= first:
        return []
    count = (last - first) // step + 1
    exact = [first + step * number for number in range(min(count, MOST_POINTS + 1))]
    return [value.numerator if value.denominator == 1 and typ.kind != "ratio" else value for value in exact]
