import numpy as np
import pytest

from bench import exact, generate
from bench.agreement import compare
from bench.columns import ColumnsFile, read_columns
from bench.outputs import OUTPUTS, peer_name
from bench.peer.environment import peer_python
from bench.timing import in_a_process

pytestmark = pytest.mark.full


def by_the_other_engine(folder):
    command = (peer_python(), "-m", "bench.peer.run", folder / "peer.npz", "1", folder / "peer-outputs.npz")
    in_a_process(command)
    given = read_columns(folder / "peer-outputs.npz")
    return {name: given[peer_name(name)] for name in OUTPUTS}


def with_incomes_equal_to_the_standard():
    """Poor households in town with three grown-up members, whose wages and business incomes add up to three times the standard."""
    chunk = next(generate.chunks(6000))
    draw = np.random.default_rng(7)
    people = {name: np.zeros_like(values) for name, values in chunk.people.items()}
    people["age"][:] = 30
    people["medical_cost"][:] = 10_000
    parts = np.sort(draw.integers(0, 3 * 58_900, (2000, 5)), axis=1)
    cut = np.diff(parts, axis=1, prepend=0, append=3 * 58_900).reshape(-1)
    people["wage"], people["business"] = cut[0::2].copy(), cut[1::2].copy()
    homes = {name: np.zeros_like(values[:2000]) for name, values in chunk.households.items()}
    return generate.Chunk(0, 0, np.repeat(np.arange(2000), 3), homes, people)


def test_openfisca_gives_the_same_but_for_float32(folder, law, columns, ours):
    found = compare(law, columns, ours, by_the_other_engine(folder))
    assert found.total("unexplained") == 0
    assert found.counts["dibao.amount"] == {"same": len(columns["households/setting"])}


def test_where_the_income_equals_the_standard_float32_decides_some_the_other_way(tmp_path, law):
    chunk = with_incomes_equal_to_the_standard()
    columns = generate.for_us(chunk)
    with ColumnsFile(tmp_path / "peer.npz") as file:
        file.write(generate.for_peer(chunk))
    ours = exact.evaluated(law, (exact.household_at(columns, law, at) for at in range(2000)))
    assert not ours["dibao.eligible"].any()
    found = compare(law, columns, ours, by_the_other_engine(tmp_path))
    assert found.counts["dibao.eligible"]["decided"] > 0
    assert found.counts["medical.assistance"]["follows"] == 3 * found.counts["dibao.eligible"]["decided"]
    assert found.total("unexplained") == 0
