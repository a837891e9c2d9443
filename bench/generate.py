"""Synthetic households for measuring the six groups of rules: ``python -m bench.generate PERSONS FOLDER``.

Nobody is real. One draw gives three things with the same content, so that nothing but the engine differs:

- ``FOLDER/population/``: households and people in Parquet, as docs/reference/population-files.md describes them;
- ``FOLDER/ours.npz``: NumPy columns in canonical units (whole fen as int64);
- ``FOLDER/peer.npz``: the same in yuan as float32 and int32, the types that OpenFisca keeps its inputs in.

A chunk holds the households of some 260,000 people and is drawn, written and forgotten before the next one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.columns import ColumnsFile
from minsheng.policy import Library
from minsheng.population.table import PopulationWriter

__all__ = ["AREA", "PACKS", "SEED", "Chunk", "chunks", "generate"]

SEED = 20240601
#: People in a chunk. Another figure here draws other people.
CHUNK = 1 << 18
#: Area of the made-up document; no such place exists.
AREA = "990000"
PACKS = Path(__file__).resolve().parent / "six_groups"

COUNTIES = 8
FIRST_GROUP = 5
SELF_CARE = ("fail_eat", "fail_dress", "fail_bed", "fail_toilet", "fail_walk", "fail_bathe")
MONEY = (
    "wage",
    "business",
    "property_income",
    "transfer",
    "disability_subsidy_received",
    "medical_cost",
    "medical_paid",
    "assets",
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some whole households.

    Attributes:
        first_household: number of the first household in the whole population.
        first_person: number of the first person.
        household_of: for each person the place of the household in this chunk; ascending.
        households: facts of the households in canonical units: fen, years, codes of choices in the order of the vocabulary.
        people: facts of the people.
    """

    first_household: int
    first_person: int
    household_of: np.ndarray
    households: dict[str, np.ndarray]
    people: dict[str, np.ndarray]


def chunks(persons: int, seed: int = SEED) -> Iterator[Chunk]:
    """Draw that many people, chunk by chunk; the last household of a chunk may be smaller than it was drawn."""
    household = 0
    for number, first in enumerate(range(0, persons, CHUNK)):
        draw = np.random.default_rng([seed, number])
        household_of = _sizes(draw, min(CHUNK, persons - first))
        count = int(household_of[-1]) + 1
        poor = draw.random(count) < 0.25
        people = _people(draw, poor[household_of])
        yield Chunk(household, first, household_of, _households(draw, poor), people)
        household += count


def _sizes(draw: np.random.Generator, persons: int) -> np.ndarray:
    """The household of each person: one to five live together."""
    sizes = draw.choice(np.arange(1, 6), size=persons, p=[0.22, 0.28, 0.24, 0.16, 0.10])
    return np.repeat(np.arange(persons), sizes)[:persons]


def _fen(yuan: np.ndarray) -> np.ndarray:
    return np.rint(yuan * 100).astype(np.int64)


def _people(draw: np.random.Generator, poor: np.ndarray) -> dict[str, np.ndarray]:
    """Facts of people; ``poor`` says who lives in a poor household."""
    n = len(poor)

    def happens(chance: float | np.ndarray) -> np.ndarray:
        return draw.random(n) < chance

    def amount(who: np.ndarray, mean: float | np.ndarray, spread: float) -> np.ndarray:
        return np.where(who, _fen(draw.lognormal(mean, spread, n)), 0)

    age = draw.integers(0, 95, n).astype(np.int32)
    adult = (age >= 16) & (age < 65)
    disabled = happens(0.07)
    severe = disabled & happens(0.4)
    received = np.where(disabled & happens(0.5), 10_000, 0)
    pension = np.where(age >= 60, 10_500, 0)
    weak = np.where((age > 75) | severe, 0.35, 0.02)
    return {
        "wage": amount(adult & happens(np.where(poor, 0.35, 0.8)), np.where(poor, 6.3, 8.1), 0.5),
        "business": amount(adult & happens(0.1), 7, 0.7),
        "property_income": amount(happens(0.05), 5, 1),
        "transfer": pension + amount((age >= 60) | happens(0.1), 5, 1) + received,
        "disability_subsidy_received": received,
        "age": age,
        "disabled": disabled,
        "severe": severe,
        "seriously_ill": happens(0.04),
        "labour_capacity": np.where(adult, happens(np.where(disabled, 0.3, 0.97)), happens(0.1)),
        "capable_supporter": happens(np.where(poor, 0.8, 0.995)),
        "other_poor": happens(0.05),
        "medical_cost": amount(happens(0.2), 6, 1.6),
        "medical_paid": amount(happens(0.03), 8.5, 1.2),
        **{name: happens(weak) for name in SELF_CARE},
    }


def _households(draw: np.random.Generator, poor: np.ndarray) -> dict[str, np.ndarray]:
    n = len(poor)
    county = draw.integers(0, COUNTIES, n).astype(np.int32)
    return {
        "setting": (draw.random(n) >= 0.55).astype(np.int16),
        "county": county,
        "first_group": county < FIRST_GROUP,
        "assets": np.rint(draw.lognormal(np.where(poor, 8.5, 11), 1, n)).astype(np.int64) * 100,
        "second_home": draw.random(n) < np.where(poor, 0.02, 0.2),
        "vehicles": (draw.random(n) < np.where(poor, 0.05, 0.4)).astype(np.int32),
    }


# the three forms -----------------------------------------------------------------------------------------------------------------------


def for_peer(chunk: Chunk) -> dict[str, np.ndarray]:
    """The columns as OpenFisca keeps them: yuan in float32; ``urban`` in place of the setting; names with their entity before them."""
    people = {name: _yuan(values) if name in MONEY else values for name, values in chunk.people.items()}
    homes = {name: _yuan(values) if name in MONEY else values for name, values in chunk.households.items()}
    homes["urban"] = homes.pop("setting") == 0
    return {
        "household_of": chunk.household_of + chunk.first_household,
        **{f"person/{name}": values for name, values in people.items()},
        **{f"household/{name}": values for name, values in homes.items()},
    }


def _yuan(fen: np.ndarray) -> np.ndarray:
    return (fen / 100).astype(np.float32)


def for_us(chunk: Chunk) -> dict[str, np.ndarray]:
    """The columns in canonical units, names with their table before them."""
    return {
        "people/household_id": chunk.household_of + chunk.first_household,
        **{f"people/{name}": values for name, values in chunk.people.items()},
        **{f"households/{name}": values for name, values in chunk.households.items()},
    }


def for_files(chunk: Chunk, settings: tuple[str, ...]) -> dict[str, dict[str, pa.Array]]:
    """The rows of both tables of a population folder."""
    households, people = len(chunk.households["setting"]), len(chunk.household_of)
    home_ids = _ids("h", chunk.first_household, households)
    homes = {name: pa.array(values) for name, values in chunk.households.items()}
    homes["setting"] = pa.DictionaryArray.from_arrays(
        chunk.households["setting"].astype(np.int8), pa.array(settings, pa.string())
    )
    homes |= {"household_id": home_ids, "area": pa.repeat(AREA, households), "synthetic": pa.repeat(True, households)}
    persons = {name: pa.array(values) for name, values in chunk.people.items()}
    persons |= {"household_id": home_ids.take(pa.array(chunk.household_of)), "synthetic": pa.repeat(True, people)}
    persons["person_id"] = _ids("p", chunk.first_person, people)
    return {"households": homes, "people": persons}


def _ids(letter: str, first: int, count: int) -> pa.Array:
    """Ids with as many digits as sort them as text."""
    digits = pc.utf8_lpad(pa.array(np.arange(first, first + count)).cast(pa.string()), 9, padding="0")
    return pc.binary_join_element_wise(letter, digits, "")


def generate(persons: int, folder: Path, *, forms: tuple[str, ...] = ("population", "ours", "peer")) -> dict[str, int]:
    """Write the forms that are wanted; gives the numbers of persons and households."""
    vocabulary = Library.load(PACKS).vocabulary
    settings = vocabulary.facts["setting"].type.values
    homes, people = vocabulary.facts_of("household"), vocabulary.facts_of("person")
    columns = {
        "households": ["household_id", "area", "synthetic", *homes],
        "people": ["household_id", "person_id", "synthetic", *people],
    }
    about = {"seed": str(SEED), "people": str(persons), "made for": "measuring; nobody in it is real"}
    households = 0
    with ExitStack() as stack:
        files = tables = None
        if "population" in forms:
            (folder / "population").mkdir(parents=True, exist_ok=True)
            tables = stack.enter_context(
                PopulationWriter(folder / "population", vocabulary, columns, synthetic=True, about=about)
            )
        files = {
            name: stack.enter_context(ColumnsFile(folder / f"{name}.npz")) for name in ("ours", "peer") if name in forms
        }
        for chunk in chunks(persons):
            if tables is not None:
                for table, rows in for_files(chunk, settings).items():
                    tables.write(table, rows)
            if "ours" in files:
                files["ours"].write(for_us(chunk))
            if "peer" in files:
                files["peer"].write(for_peer(chunk))
            households += len(chunk.households["setting"])
    counted = {"persons": persons, "households": households}
    (folder / "counted.json").write_text(json.dumps(counted) + "\n", encoding="utf-8")
    return counted


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdecimal() or int(sys.argv[1]) < 1:
        raise SystemExit("usage: python -m bench.generate PERSONS FOLDER")
    print(generate(int(sys.argv[1]), Path(sys.argv[2])))
