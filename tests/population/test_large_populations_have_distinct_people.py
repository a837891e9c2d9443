"""A made-up population may be larger than a county: everybody still has a number of their own, and it is still in order."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from minsheng.policy.idnumber import problems_of
from minsheng.population.synthetic import county
from minsheng.population.synthetic.digits import id_numbers


def born_together(count):
    return np.full(count, np.datetime64("1950-02-28")), np.arange(count) % 2 == 0


def test_thousands_born_on_one_day_have_numbers_of_their_own():
    numbers = county._Numbers()
    born, male = born_together(8_000)
    parts = [id_numbers(area, born, sequence) for area, sequence in (numbers.give(born, male) for _ in range(2))]
    ids = pa.concat_arrays(parts)
    assert pc.count_distinct(ids).as_py() == 16_000
    assert not any(problems_of(number, date(2020, 1, 1)) for number in ids[::97].to_pylist())
    sexes = [int(number[16]) % 2 == 1 for number in ids[:100].to_pylist()]
    assert sexes == male[:100].tolist()


def test_the_first_of_a_day_have_the_code_of_the_county():
    area, _ = county._Numbers().give(*born_together(998))
    assert set(area.tolist()) == {500222}


def test_more_people_on_one_day_than_there_are_numbers_is_refused():
    with pytest.raises(ValueError, match="more people born on one day"):
        county._Numbers().give(*born_together(80_000))
