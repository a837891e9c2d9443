"""Change the modules that decide, one small change at a time, and see whether a test notices: `python tools/mutants.py [MODULE …]`.

A first run of the quick tests records which test reaches which line. Then, for each change, the tests that reach its line run against a
copy of the sources. A change that every one of them survives is printed: either a test is missing, or the code says more than it must.
The changes are drawn with a fixed seed, so that two runs look at the same ones (`MUTANTS=0` takes all).
"""

from __future__ import annotations

import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parent.parent
MODULES = ("calendar_math", "compile", "deadline", "functions", "idnumber", "unknown")  # of minsheng.policy
SAMPLE = int(os.environ.get("MUTANTS", "200"))
FLOOR = 80.0  # per cent of the changes that a test must notice
MOST_TESTS = 60  # for one change
SECONDS = 120

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: where, in words, and the whole module with it."""

    path: Path
    line: int
    change: str
    source: str


def mutants(path: Path) -> Iterator[Mutant]:
    """Every change of one module.

    Comparisons, arithmetic, `and` and `or`, whole numbers, yes and no, `not`; not the entries of a longer table, which are data.
    """
    tree = ast.parse(path.read_text("utf-8"))
    tables = (
        node for node in ast.walk(tree) if isinstance(node, ast.Set | ast.List | ast.Tuple) and len(node.elts) > 4
    )
    data = {id(entry) for table in tables for entry in table.elts}
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in data:
            continue
        for change, edit in edits(node):
            changed = copy.deepcopy(tree)
            twin = list(ast.walk(changed))[index]
            edit(twin)
            yield Mutant(path, node.lineno, change, ast.unparse(changed))


def edits(node: ast.AST) -> Iterator[tuple]:
    """The changes that one node allows, each with its words and the function that makes it."""
    name = type(node).__name__
    if isinstance(node, ast.Compare):
        for position, operator in enumerate(node.ops):
            if type(operator) in SWAPS:
                other = SWAPS[type(operator)]

                def swap(twin: ast.Compare, position: int = position, other: type = other) -> None:
                    twin.ops[position] = other()

                yield f"{type(operator).__name__} becomes {other.__name__}", swap
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in SWAPS:
        other = SWAPS[type(node.op)]
        yield f"{name} {type(node.op).__name__} becomes {other.__name__}", lambda twin: setattr(twin, "op", other())
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} becomes {not node.value}", lambda twin: setattr(twin, "value", not twin.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} becomes {node.value + 1}", lambda twin: setattr(twin, "value", twin.value + 1)
    elif isinstance(node, ast.If | ast.IfExp):
        yield "condition turned round", lambda twin: setattr(twin, "test", ast.UnaryOp(ast.Not(), twin.test))


def reached() -> coverage.CoverageData:
    """Which test reaches which line; also proves that the tests pass before anything is changed."""
    folder = ROOT / ".cache" / "mutants"
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "coverage"
    for old in folder.glob("coverage*"):
        old.unlink()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "not full",
        "-n",
        "auto",
        "tests",
        "--ignore=tests/test_translations_are_complete.py",
    ]
    command += ["--cov", "--cov-context=test", "--cov-report="]
    if subprocess.run(command, cwd=ROOT, env=os.environ | {"COVERAGE_FILE": str(data)}).returncode:
        raise SystemExit("mutants: the tests must pass before anything is changed")
    measured = coverage.CoverageData(str(data))
    measured.read()
    return measured


def survives(mutant: Mutant, tests: list[str]) -> bool:
    """Whether every test passes with the change."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "src"
        shutil.copytree(ROOT / "src", sources, ignore=shutil.ignore_patterns("__pycache__"))
        (sources / mutant.path.relative_to(ROOT / "src")).write_text(mutant.source, "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
        environment = os.environ | {"PYTHONPATH": str(sources), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def main(names: list[str]) -> int:
    """Try the changes and name those that nobody noticed."""
    paths = [ROOT / "src" / "minsheng" / "policy" / f"{name}.py" for name in names or MODULES]
    measured = reached()
    chosen = [mutant for path in paths if path.exists() for mutant in mutants(path)]
    if SAMPLE and len(chosen) > SAMPLE:
        chosen = sorted(random.Random(20171231).sample(chosen, SAMPLE), key=lambda m: (m.path, m.line))  # noqa: S311 - a draw, no secret
    tests = {path: measured.contexts_by_lineno(str(path)) for path in paths}
    survivors, unreached = [], []

    def attempt(mutant: Mutant) -> None:
        lines = tests[mutant.path]
        here = lines.get(mutant.line, [])
        reaching = here if any(here) else [test for line in lines.values() for test in line] if here else []
        seen = sorted(
            {test.split("|")[0] for test in reaching if test}
        )  # what runs at import is reached by all of them
        if not seen:
            unreached.append(mutant)
        elif survives(mutant, seen[:MOST_TESTS]):
            survivors.append(mutant)
        print("." if mutant not in survivors and mutant not in unreached else "S", end="", flush=True)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(attempt, chosen))
    print()
    for word, found in (("nobody noticed", survivors), ("no test reaches it", unreached)):
        for mutant in sorted(found, key=lambda m: (m.path, m.line)):
            print(f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.change}: {word}")
    noticed = 100 * (1 - (len(survivors) + len(unreached)) / max(1, len(chosen)))
    print(f"mutants: {len(chosen)} changes, {noticed:.0f} % noticed (floor {FLOOR:.0f} %)")
    return 0 if noticed >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
