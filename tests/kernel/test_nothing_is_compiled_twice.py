"""The cache on disk: the same law compiles nothing, a changed value nothing, a changed rule little; what is spoiled is not used."""

import gc
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from minsheng.population.determine import determine
from minsheng.population.kernel import machine as machines
from minsheng.population.kernel.columns import Columns
from minsheng.population.kernel.kernel import Kernel
from minsheng.population.kernel.layout import Column
from minsheng.population.kernel.machine import Machine, default_cache
from tests.kernel.small import parameter, rules, tables, told
from tests.policy.conftest import LANGUAGE

COUNT = 14
PARAMETERS = "\n".join(parameter(f"limit{n:02}", "money/month", f"{500 + n}.00") for n in range(COUNT))
#: Enough rules of people and households for many segments.
LINES = [
    *((f"low{n:02}", "person", "bool", f"income * {n + 2} / 7 < limit{n:02} and not can_work") for n in range(COUNT)),
    *((f"count{n:02}", "household", "int", f"count(p for p in people if p.low{n:02})") for n in range(COUNT)),
    *((f"many{n:02}", "household", "bool", f"count{n:02} + villagers_score * {n + 1} > {n + 3}") for n in range(COUNT)),
]
NAMES = [f"many{n:02}" for n in range(COUNT)]


@pytest.fixture
def folder(tmp_path):
    """A cache in which nothing is yet."""
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def here(law):
    return law(rules=rules(*LINES), parameters=PARAMETERS)


@pytest.fixture(scope="module")
def tiny(law):
    return law(rules=rules(("same", "household", "bool", "receives_now")))


@pytest.fixture(scope="module")
def filled(here, tmp_path_factory):
    """What was compiled and what came out, the first time, with the cache that it left."""
    folder = tmp_path_factory.mktemp("filled") / "cache"
    machine = Machine(folder)
    return folder, machine, worked_out(here, machine)


@pytest.fixture
def full(filled, tmp_path):
    """A copy of the cache with everything in it."""
    return Path(shutil.copytree(filled[0], tmp_path / "cache"))


def made(law, folder, names=NAMES):
    """A machine with a cache on which a kernel was made."""
    machine = Machine(folder)
    Kernel([law], rules=names, on=machine)
    return machine


def worked_out(law, machine, names=NAMES):
    """The values of rules for three people in two households."""
    kernel = Kernel([law], rules=names, on=machine)
    columns = Columns({"household": 2, "person": 0})
    columns.put_list("people", "household", "person", np.array([0, 0, 1]))
    columns.put_list("supporters", "person", "supporter", np.zeros(0, int))
    for name, entity in (("people", "household"), ("supporters", "person")):
        columns.complete(name, entity, np.ones(columns.rows[entity], np.uint8))
    values = {"income": [100, 90_000, 5], "can_work": [0, 0, 1], "villagers_score": [3, 0]}
    for column in kernel.reads:
        kind = {8: np.uint8, 32: np.int32, 64: np.int64}[column.width]
        columns.arrays[column] = np.array(values[column.name], kind)
    found = kernel.run(columns, np.zeros(2, np.int32))
    return [found.arrays[Column("value", name, "household", 8)].tolist() for name in names]


def files(folder):
    return {path.name: path for path in folder.iterdir()}


def test_the_second_time_compiles_nothing(here, filled, full):
    _, first, _ = filled
    second = made(here, full)
    assert first.compiled >= 6
    assert first.from_cache == 0
    assert (second.compiled, second.from_cache) == (0, first.compiled)
    assert len(files(full)) == first.compiled


def test_the_same_process_asks_the_cache_once(here, full):
    machine = made(here, full)
    before = machine.from_cache
    Kernel([here], rules=NAMES, on=machine)
    assert (machine.compiled, machine.from_cache) == (0, before)


def test_a_changed_value_compiles_nothing_and_changes_what_comes_out(here, filled, full):
    changed = here.change({f"limit{n:02}": 0 for n in range(COUNT)})
    machine = Machine(full)
    assert worked_out(changed, machine) != filled[2]
    assert machine.compiled == 0


def test_another_day_and_place_with_the_same_rules_compile_nothing(law, full):
    later = law(rules=rules(*LINES), parameters=PARAMETERS, on=date(2017, 9, 9), place="620102")
    assert made(later, full).compiled == 0


@pytest.mark.parametrize("number", [3, 20, 40])
def test_a_changed_rule_compiles_little(law, filled, full, number):
    name, of, typ, text = LINES[number]
    changed = text.replace("not can_work", "can_work").replace("count(", "1 + count(").replace("> ", "> 1 + ")
    assert changed != text
    lines = [*LINES[:number], (name, of, typ, changed), *LINES[number + 1 :]]
    assert 1 <= made(law(rules=rules(*lines), parameters=PARAMETERS), full).compiled <= 3 < filled[1].compiled


def test_a_further_rule_compiles_little(law, filled, full):
    lines = [*LINES, ("further", "person", "bool", "low03 and can_eat")]
    machine = made(law(rules=rules(*lines), parameters=PARAMETERS), full, [*NAMES, "further"])
    assert 1 <= machine.compiled <= 5 < filled[1].compiled


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
        lambda content: bytes(32) + content[32:],
        lambda content: content + b"more",
    ],
    ids=["empty", "only a part of the head", "cut off", "one bit", "another head", "something behind"],
)
def test_a_spoiled_file_is_not_used_and_written_anew(here, filled, full, spoiled):
    contents = {name: path.read_bytes() for name, path in files(full).items()}
    victims = sorted(contents)[:2]
    for name in victims:
        (full / name).write_bytes(spoiled(contents[name]))
    machine = Machine(full)
    assert worked_out(here, machine) == filled[2]
    assert machine.compiled == 2
    assert {name: path.read_bytes() for name, path in files(full).items()} == contents


def test_the_code_of_another_segment_is_not_used(here, filled, full):
    one, other = sorted(files(full))[:2]
    content = (full / one).read_bytes()
    (full / one).write_bytes((full / other).read_bytes())
    machine = Machine(full)
    assert worked_out(here, machine) == filled[2]
    assert machine.compiled == 1
    assert (full / one).read_bytes() == content


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_to_is_not_used(tiny, folder, mode):
    folder.mkdir()
    folder.chmod(mode)
    assert made(tiny, folder, ["same"]).compiled > 0
    assert files(folder) == {}


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_to_is_not_used(here, full, mode):
    victim = min(files(full).values())
    victim.chmod(mode)
    assert made(here, full).compiled == 1
    assert min(files(full).values()).stat().st_mode & 0o777 == 0o600


def test_what_belongs_to_somebody_else_is_not_used(tiny, folder, monkeypatch):
    assert made(tiny, folder, ["same"]).compiled > 0
    monkeypatch.setattr(machines.os, "getuid", lambda: os.stat(folder).st_uid + 1)
    machine = made(tiny, folder, ["same"])
    assert machine.compiled > 0
    assert machine.from_cache == 0


def test_a_cache_that_cannot_be_made_is_done_without(tiny, tmp_path):
    (tmp_path / "file").write_text("no folder")
    assert made(tiny, tmp_path / "file" / "cache", ["same"]).compiled > 0


@pytest.mark.parametrize(("module", "function"), [("tempfile", "mkstemp"), ("os", "fdopen"), ("os", "replace")])
def test_a_cache_that_cannot_be_written_is_done_without(tiny, folder, monkeypatch, module, function):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(getattr(machines, module), function, full)
    assert made(tiny, folder, ["same"]).compiled > 1
    assert files(folder) == {}


def test_without_a_cache_everything_is_compiled(tiny):
    first, second = made(tiny, None, ["same"]), made(tiny, None, ["same"])
    assert (first.compiled, first.from_cache) == (second.compiled, 0)
    assert first.compiled > 0


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"MINSHENG_CACHE": "/here"}, Path("/here/kernel")),
        ({"MINSHENG_CACHE": ""}, None),
        ({"XDG_CACHE_HOME": "/there"}, Path("/there/minsheng/kernel")),
        ({"HOME": "/me"}, Path("/me/.cache/minsheng/kernel")),
    ],
)
def test_where_the_cache_is(monkeypatch, environment, expected):
    for name in ("MINSHENG_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert default_cache() == expected


PROCESS = """
import sys
from datetime import date
import numpy as np
from minsheng.policy.library import Library
from minsheng.population.determine import determine
from minsheng.population.kernel.machine import machine

law = Library.load(sys.argv[1]).as_of(date(2017, 6, 1), "620100")
people = {"household_id": np.arange(3), "income": np.array([100, 90_000, 5]), "can_work": np.array([False, False, True])}
given = {"households": {"household_id": np.arange(3)}, "people": people}
names = sorted(name for name in law.trees if name.startswith("low"))
found = determine(law, given, rules=names)
print(machine().compiled, machine().from_cache, [found[name].tolist() for name in names])
"""


@pytest.fixture
def library(tmp_path, pack):
    """A folder with the packs of the law."""
    (tmp_path / "packs" / "vocabulary").mkdir(parents=True)
    words = (LANGUAGE / "vocabulary.yaml").read_text(encoding="utf-8")
    (tmp_path / "packs" / "vocabulary" / "core.yaml").write_text(words, encoding="utf-8")
    text = pack(rules=rules(*LINES), parameters=PARAMETERS)
    (tmp_path / "packs" / "a.md").write_text(text, encoding="utf-8")
    return tmp_path / "packs"


def processes(library, cache, count):
    """What so many processes at once say of the same work."""
    command = [sys.executable, "-c", PROCESS, str(library)]
    environment = os.environ | {"MINSHENG_CACHE": str(cache)}
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    answers = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * count
    for answer in answers:
        compiled, kept, values = answer.split(" ", 2)
        yield int(compiled), int(kept), values


def test_processes_at_once_and_one_after_the_other(library, folder):
    first, second = processes(library, folder, 2)
    assert first[2] == second[2]
    assert first[0] + first[1] == second[0] + second[1] >= 4
    assert all(len(name) == 64 for name in files(folder / "kernel"))  # nothing half written is left
    (third,) = processes(library, folder, 1)
    assert third[0] == 0
    assert third[1] == len(files(folder / "kernel"))
    assert third[2] == first[2]


def test_the_values_are_those_of_python(here):
    given = tables({"income": np.array([100, 90_000, 5]), "can_work": np.array([False, False, True])})
    found = determine(here, given, rules=["low00", "low13"])
    assert told(found["low00"]) == [True, True, False]
    assert told(found["low13"]) == [True, False, False]  # 900.00 × 15 / 7 is not below 513.00


def test_a_machine_that_nobody_needs_any_more_goes_quietly(tiny):
    before = worked_out_with_a_machine_of_its_own(tiny)
    gc.collect()
    assert worked_out_with_a_machine_of_its_own(tiny) == before


def worked_out_with_a_machine_of_its_own(law):
    machine = Machine(None)
    kernels = [Kernel([law], rules=["same"], gaps=gaps, on=machine) for gaps in (True, False)]
    return [column.name for kernel in kernels for column in kernel.reads]
