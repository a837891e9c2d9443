"""Minsheng (民生): what a city or county uses to run basic livelihood guarantees.

The law is data: each policy document is a pack, a Markdown file with typed blocks. `minsheng.policy` reads packs and
decides one household with every reason; `minsheng.population` decides a county.
"""

__version__ = "0.1.0"
