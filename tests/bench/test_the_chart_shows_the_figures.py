import json
from xml.etree import ElementTree

import pytest

pytest.importorskip("matplotlib")

from bench.picture import COLOURS, draw, main  # noqa: E402 - only where the charts of developers can be drawn

FIGURES = {
    "persons": 1_000_000,
    "peer_engine": "OpenFisca-Core 46.0.1, numpy 2.4.6",
    "ours_persons_per_s": 20_000_000,
    "peer_persons_per_s": 1_000_000,
    "peer_rules_persons_per_s": 5_000_000,
    "ours_from_parquet_s": 0.9,
    "parquet_floor_s": 0.6,
}


def widths(svg, colour):
    """The widths of the bars of a colour."""
    found = []
    for path in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path"):  # noqa: S314 - drawn here
        if f"fill: {colour};" in path.get("style", ""):
            across = [
                float(point.split()[0])
                for point in path.get("d").replace("M", "L").strip(" z\n").split("L")
                if point.strip()
            ]
            found.append(max(across) - min(across))
    return found


def test_bars_are_as_long_as_the_figures():
    svg = draw(FIGURES)
    speed, time = widths(svg, COLOURS["ours"][0])
    slow, rules, floor = widths(svg, COLOURS["peer"][0])
    assert speed / slow == pytest.approx(20, rel=0.01)
    assert speed / rules == pytest.approx(4, rel=0.01)
    assert time / floor == pytest.approx(1.5, rel=0.01)


def test_every_colour_has_a_dark_side():
    svg = draw(FIGURES)
    dark = svg.partition("prefers-color-scheme: dark")[2].partition("</style>")[0]
    for name, (light, other) in COLOURS.items():
        assert f"--{name}: {other};" in dark
        assert svg.count(light) == svg.count(f"var(--{name})") + 1


def test_the_same_figures_give_the_same_picture():
    assert draw(FIGURES) == draw(FIGURES)


def test_results_without_populations_are_refused(tmp_path):
    (tmp_path / "r.json").write_text(json.dumps({"load_ms": 1}))
    with pytest.raises(SystemExit, match="run `make bench`"):
        main(tmp_path / "r.json", tmp_path / "p.svg")
    assert not (tmp_path / "p.svg").exists()
