"""Across households: rankings and shares over whole populations, part by part, as :mod:`minsheng.policy.lists` defines them.

- ``definition`` – the ranking or aggregate that is meant, and what of it cannot be worked out over a population;
- ``expression`` – its expressions as rules of persons, families and households, so that the kernel works them out;
- ``portion`` – the population part by part, each household under the law of its own place;
- ``values`` – the values of one expression as columns that can be compared exactly;
- ``places``, ``ranking``, ``ranking_file`` – who stands where, and the file with it;
- ``tally``, ``aggregate`` – counts and sums that are added up, with bounds where something is not known.
"""

from minsheng.population.lists.aggregate import Shares, aggregate_of, aggregates_of
from minsheng.population.lists.definition import names_in_force
from minsheng.population.lists.ranking import PartitionCount, RankedList, ranking_of

__all__ = [
    "PartitionCount",
    "RankedList",
    "Shares",
    "aggregate_of",
    "aggregates_of",
    "names_in_force",
    "ranking_of",
]
