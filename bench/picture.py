"""The chart of the population figures: ``python -m bench.picture [RESULTS.json] [PICTURE.svg]``.

Made from ``bench/results.json`` into ``docs/images/bench.svg``. Labels are English; the page around it speaks the
reader's language. Colours follow the reader's light or dark screen, as in the other pictures.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.timing import ROOT

__all__ = ["draw"]

RESULTS = ROOT / "bench" / "results.json"
PICTURE = ROOT / "docs" / "images" / "bench.svg"
#: Name of a colour: on a light screen, on a dark one.
COLOURS = {
    "page": ("#fffffe", "#151b21"),
    "edge": ("#c9d3dd", "#3a4651"),
    "ink": ("#1c2733", "#e8eef2"),
    "soft": ("#46555f", "#b4c1ca"),
    "ours": ("#00796b", "#4db6ac"),
    "peer": ("#8a97a3", "#73818d"),
}
LIGHT = {name: light for name, (light, _) in COLOURS.items()}
#: Places for bars in each half, so that all bars are equally thick.
ROWS = 3
Bar = tuple[str, float, str, str]


def draw(figures: Mapping[str, Any]) -> str:
    """The picture as SVG text.

    Args:
        figures: the results.
    """
    mpl.rcParams.update({"svg.hashsalt": "minsheng", "svg.fonttype": "path", "font.size": 10})
    figure = Figure(figsize=(9.6, 3.3), facecolor=LIGHT["page"], edgecolor=LIGHT["edge"], linewidth=1)
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
    peer = figures["peer_engine"].partition(",")[0]
    speeds = [
        ("Minsheng", figures["ours_persons_per_s"], "ours"),
        (peer, figures["peer_persons_per_s"], "peer"),
        ("its rules alone", figures["peer_rules_persons_per_s"], "peer"),
    ]
    times = [
        ("Minsheng", figures["ours_from_parquet_s"], "ours"),
        ("reading and\nwriting alone", figures["parquet_floor_s"], "peer"),
    ]
    bars(left, "Persons a second", [(n, v, c, millions(v)) for n, v, c in speeds])
    bars(right, "Time from Parquet to Parquet", [(n, v, c, f"{v:.2f} s") for n, v, c in times])
    what = f"{figures['persons']:,} made-up people, six groups of rules, one month"
    figure.suptitle(what, x=0.02, y=0.95, ha="left", fontsize=11.5, color=LIGHT["ink"])
    figure.tight_layout(pad=1.6, w_pad=3)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Title": "Minsheng measured"})
    return on_any_screen(text.getvalue())


def bars(axes: Axes, title: str, rows: Sequence[Bar]) -> None:
    """Bars from above to below: label, length, colour, and what stands at the end."""
    names, values, colours, ends = zip(*rows, strict=True)
    places = range(len(rows))
    axes.barh(places, values, color=[LIGHT[colour] for colour in colours], height=0.62)
    for place, value, end in zip(places, values, ends, strict=True):
        axes.text(value, place, f" {end}", va="center", ha="left", color=LIGHT["ink"])
    axes.set_yticks(places, names, color=LIGHT["ink"])
    axes.set_ylim(ROWS - 0.5, -0.5)
    axes.set_xlim(0, max(values) * 1.3)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.set_title(title, loc="left", fontsize=10.5, color=LIGHT["soft"])
    axes.set_facecolor("none")
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(LIGHT["edge"])


def millions(value: float) -> str:
    """A large number in words.

    >>> millions(12_340_000), millions(905_000)
    ('12.3 million', '905,000')
    """
    return f"{value / 1e6:.1f} million" if value >= 1e6 else f"{round(value, -3):,.0f}"


def on_any_screen(svg: str) -> str:
    """Let every colour follow the screen; a reader that knows no variables sees the light one."""
    for name, colour in LIGHT.items():
        for use in ("fill", "stroke"):
            svg = svg.replace(f"{use}: {colour}", f"{use}: {colour}; {use}: var(--{name})")
    light, dark = (" ".join(f"--{name}: {both[screen]};" for name, both in COLOURS.items()) for screen in (0, 1))
    style = f"<style>svg {{ {light} }} @media (prefers-color-scheme: dark) {{ svg {{ {dark} }} }}</style>"
    head, opening, rest = svg.partition("<defs>")
    return f"{head}{style}\n {opening}{rest}"


def main(results: Path, picture: Path) -> None:
    """Draw the chart of a results file."""
    figures = json.loads(results.read_text("utf-8"))
    if "ours_persons_per_s" not in figures:
        raise SystemExit(f"{results}: holds no figures of populations; run `make bench`")
    picture.write_text(draw(figures), encoding="utf-8")
    print(picture)


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:]]
    main(*(given + [RESULTS, PICTURE][len(given) :]))
