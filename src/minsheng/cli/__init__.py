"""The command line: ``minsheng decide | scan | policy …``, and for the desk ``serve | migrate | user | areas | import | keys | worker``."""

from __future__ import annotations

import click

from minsheng import __version__
from minsheng.cli.decide import decide, replay
from minsheng.cli.demo import demo
from minsheng.cli.lists import aggregate, rank
from minsheng.cli.policy import policy
from minsheng.cli.roster import import_
from minsheng.cli.scan import county, scan
from minsheng.cli.schema import schema
from minsheng.cli.simulate import simulate
from minsheng.cli.spark import spark
from minsheng.cli.staff import user
from minsheng.cli.web import areas, keys, migrate, serve
from minsheng.cli.worker import worker

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="minsheng")
def main() -> None:
    """民生 Minsheng: policy documents in, decisions with every reason out."""


for command in (decide, scan, simulate, rank, aggregate, county, spark, demo, replay, policy, schema):
    main.add_command(command)
for command in (serve, migrate, user, areas, import_, keys, worker):
    main.add_command(command)
