"""What a change of the law would mean: the same people decided by the law before and after, and what differs."""

from minsheng.population.simulate.question import Asked
from minsheng.population.simulate.run import Simulated, simulate

__all__ = ["Asked", "Simulated", "simulate"]
