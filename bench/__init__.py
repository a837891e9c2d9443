"""Measuring Minsheng: `make bench`."""
