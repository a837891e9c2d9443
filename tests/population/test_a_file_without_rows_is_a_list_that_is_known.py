"""Where the file of a list is there, who has no rows in it has an empty list, also where nobody near has any: however it is cut."""

from minsheng.population.table import Population


def lists_of(folder, vocabulary, size):
    """For each person how many supporters are known, ``None`` where the list is not known."""
    return [
        len(person.lists["supporters"].items) if "supporters" in person.lists else None
        for households in Population.open(folder, vocabulary).households(size)
        for household in households
        for person in household.lists["people"].items
    ]


def test_one_household_at_a_time(small, vocabulary):
    assert lists_of(small, vocabulary, 1) == lists_of(small, vocabulary, 100) == [1, 0, 0, 0]


def test_a_file_with_a_header_alone(small, vocabulary):
    (small / "supporters.csv").write_text("household_id,person_id,kinship\n", encoding="utf-8")
    assert lists_of(small, vocabulary, 100) == [0, 0, 0, 0]


def test_no_file(small, vocabulary):
    (small / "supporters.csv").unlink()
    assert lists_of(small, vocabulary, 100) == [None, None, None, None]
