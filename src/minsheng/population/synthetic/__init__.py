"""A made-up county of the size and make-up of a real one: calibrated inputs, valid ID numbers, the same people for the same seed.

Every file says that its people are made up. What the rules decide is never calibrated.
"""

from minsheng.population.synthetic.calibration import CALIBRATION, DEFAULT_PEOPLE, Figure
from minsheng.population.synthetic.county import make_county

__all__ = ["CALIBRATION", "DEFAULT_PEOPLE", "Figure", "make_county"]
