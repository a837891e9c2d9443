"""The same seed gives the same people, another seed others."""

import pyarrow.parquet as pq

from minsheng.population.synthetic import make_county


def test_the_same_seed_gives_the_same_files(tmp_path, vocabulary, county):
    make_county(tmp_path / "again", vocabulary, scale=0.001)
    for name in ("households", "people", "supporters"):
        assert pq.read_table(tmp_path / "again" / f"{name}.parquet").equals(pq.read_table(county / f"{name}.parquet"))


def test_another_seed_gives_other_people(tmp_path, vocabulary, county):
    make_county(tmp_path / "other", vocabulary, scale=0.001, seed=7)
    mine, other = (
        pq.read_table(folder / "people.parquet", columns=["birth_date"]) for folder in (county, tmp_path / "other")
    )
    assert len(mine) == len(other)
    assert not mine.equals(other)


def test_the_size_of_the_chunks_read_does_not_change_the_people(county, vocabulary):
    from minsheng.population.table import Population

    population = Population.open(county, vocabulary)
    small, large = ([h for part in population.households(size) for h in part] for size in (7, 5000))
    assert small == large
