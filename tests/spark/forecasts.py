"""One change of the law, and the forecast of it by one machine and by Spark."""

from pathlib import Path

from minsheng.population.simulate import Asked, simulate
from minsheng.population.simulate.question import read_question, vocabulary_of
from minsheng.population.spark.simulate import spark_simulate
from minsheng.population.spark.source import Files
from tests.spark.conftest import DAY

#: A change that touches many, with a curve, and values at which some gain and some lose.
ASKED = Asked(
    DAY,
    settings=("dibao.standard[500110,urban]=700", "dibao.standard[500110,rural]=250"),
    sweep="dibao.standard[500110,urban]=500:700:100",
)


def on_one(people: Path, library, out: Path, asked: Asked = ASKED, **options) -> Path:
    return simulate(people, library, asked, out, workers=1, **options).out


def on_many(spark, people: Path, library, out: Path, asked: Asked = ASKED, **options) -> Path:
    question = read_question(asked, library)
    source = Files.open(people, vocabulary_of(question))
    return spark_simulate(spark, source, question, out, **options).out


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
