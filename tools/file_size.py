"""No source file longer than 500 lines: who reads one should be able to hold it in mind."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 500


def main() -> int:
    """Name every file that is too long."""
    lengths = {
        path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in (ROOT / "src").rglob("*.py")
    }
    long = {path: lines for path, lines in lengths.items() if lines > LONGEST}
    for path, lines in sorted(long.items()):
        print(f"{path}: {lines} lines; split it by what its parts are for (at most {LONGEST})")
    if not long:
        print(f"lint: {len(lengths)} source files, none longer than {LONGEST} lines")
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())
