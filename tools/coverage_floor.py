"""Hold a floor of branch coverage for each package: `python tools/coverage_floor.py` after a run with `--cov`."""

from __future__ import annotations

import sys
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "src/minsheng/policy": 95.0,
    "src/minsheng/population": 92.0,
    "src/minsheng/registry": 92.0,
    "src/minsheng/casework": 90.0,
    "src/minsheng/web": 90.0,
    "src/minsheng/cli": 80.0,
}


def main() -> int:
    """Print one line for each package; 1 when one is below its floor."""
    measured = coverage.Coverage(config_file=str(ROOT / "pyproject.toml"))
    measured.combine() if list((ROOT / ".coverage").glob("data.*")) else measured.load()
    low = []
    for folder, floor in FLOORS.items():
        lines, covered, worst = 0, 0, []
        for path in sorted((ROOT / folder).rglob("*.py")):
            numbers = measured._analyze(str(path)).numbers  # the report's own figures, without its printing
            total = numbers.n_statements + numbers.n_branches
            hit = numbers.n_executed + numbers.n_executed_branches
            lines, covered = lines + total, covered + hit
            if total and hit / total * 100 < floor:
                worst.append((hit / total * 100, path.relative_to(ROOT)))
        if not lines:
            continue
        percent = covered / lines * 100
        print(f"coverage: {folder} {percent:.1f} % of statements and branches (floor {floor:.0f} %)")
        if percent < floor:
            low.append(folder)
            print("".join(f"          {part:5.1f} % {path}\n" for part, path in sorted(worst)), end="")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
