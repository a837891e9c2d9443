"""What the Python page says of copies: which columns are read where they lie."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

pytest.importorskip("pyarrow")

from minsheng.policy.library import Library, default_folder  # noqa: E402
from minsheng.population.kernel.layout import Column  # noqa: E402
from minsheng.population.kernel.tables import columns_in_memory  # noqa: E402
from minsheng.population.schema import table_specs  # noqa: E402

MONEY = Column("fact", "wage_income", "person", 64)
YES = Column("fact", "can_work", "person", 8)
DAY = Column("fact", "birth_date", "person", 32)
DATES = np.array(["1980-01-01", "1990-02-03"], "datetime64[D]")


@pytest.fixture(scope="module")
def specs():
    return table_specs(Library.load(default_folder(), strict=False).vocabulary)


def taken(specs, column, values):
    people = {"household_id": np.array([0, 1]), column.name: values}
    tables = {"households": {"household_id": np.array([0, 1])}, "people": people}
    return columns_in_memory(tables, specs, [column], "500110").arrays[column]


def lies_in(array, values) -> bool:
    """Whether an array is the memory of a NumPy or Arrow array."""
    if isinstance(values, np.ndarray):
        return np.shares_memory(array, values)
    buffer = values.buffers()[1]
    return buffer.address <= array.ctypes.data < buffer.address + buffer.size


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (MONEY, np.array([1, 2])),
        (YES, np.array([True, False])),
        (MONEY, pa.array([1, 2])),
        (DAY, pa.array(DATES.astype(date))),
    ],
    ids=["money", "bool", "Arrow money", "Arrow date"],
)
def test_read_where_they_lie(specs, column, values):
    assert lies_in(taken(specs, column, values), values)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (MONEY, np.array([1, 2], np.int32)),
        (YES, pa.array([True, False])),
        (DAY, DATES),
    ],
    ids=["narrow", "Arrow bool", "date"],
)
def test_brought_into_another_form(specs, column, values):
    found = taken(specs, column, values)
    assert len(found) == 2
    assert not (isinstance(values, np.ndarray) and np.shares_memory(found, values))


def test_what_goes_in_is_not_changed(specs):
    law = Library.load(default_folder()).as_of(date(2017, 12, 31), "500110")
    incomes = np.array([50_000, 60_000])
    incomes.flags.writeable = False
    people = {"household_id": np.array([0, 1]), "income_last_month": incomes}
    homes = {"household_id": np.array([0, 1]), "farming_family": np.array([False, False])}
    found = law.determine({"households": homes, "people": people}, rules=["income.counted"])["income.counted"]
    assert found.tolist() == incomes.tolist()
    assert not np.shares_memory(found, incomes)
