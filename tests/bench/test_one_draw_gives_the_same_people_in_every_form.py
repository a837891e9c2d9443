from datetime import date

import numpy as np
import pyarrow.parquet as pq

from bench import generate
from bench.columns import read_columns
from minsheng.population.table import Population


def test_as_many_people_as_asked_for_in_whole_households(columns):
    home = columns["people/household_id"]
    sizes = np.bincount(home)
    assert len(home) == 1500
    assert (np.diff(home) >= 0).all()
    assert len(sizes) == len(columns["households/setting"])
    assert sizes.min() >= 1
    assert sizes.max() <= 5


def test_the_files_are_a_valid_population_marked_as_made_up(folder, law):
    population = Population.open(folder / "population", law.vocabulary)
    assert population.synthetic
    assert population.tables["people"].metadata["seed"] == str(generate.SEED)
    assert not list(population.check(date(2024, 6, 1)).all_findings())


def test_files_hold_the_columns(folder, columns):
    for table in ("people", "households"):
        rows = pq.read_table(folder / "population" / f"{table}.parquet")
        for name, values in columns.items():
            column = name.removeprefix(f"{table}/")
            if name == "people/household_id" and table == "people":
                assert rows[column].to_pylist() == [f"h{number:09}" for number in values]
            elif name == "households/setting" and table == "households":
                assert rows[column].to_pylist() == [("urban", "rural")[code] for code in values]
            elif name.startswith(f"{table}/"):
                assert rows[column].to_pylist() == values.tolist()


def test_the_other_engine_gets_the_same_amounts_in_yuan(folder, columns):
    peer = read_columns(folder / "peer.npz")
    assert len(peer) == len(columns)
    assert (peer["household_of"] == columns["people/household_id"]).all()
    assert (peer["household/urban"] == (columns["households/setting"] == 0)).all()
    assert peer["person/wage"].dtype == np.float32
    for name in ("person/wage", "person/transfer", "person/medical_paid", "household/assets"):
        own = columns[name.replace("person/", "people/").replace("household/", "households/")]
        small = own < 1 << 23
        assert (np.rint(peer[name][small].astype(float) * 100) == own[small]).all()


def test_the_same_seed_draws_the_same_people_and_another_seed_others():
    first, again, other = (next(generate.chunks(50, seed)).people["wage"] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_disability_subsidies_are_part_of_the_transfers(columns):
    assert (columns["people/transfer"] >= columns["people/disability_subsidy_received"]).all()
    assert (columns["people/disability_subsidy_received"] > 0).any()
