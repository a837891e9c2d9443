"""Populations as Arrow and Parquet: read with every bad cell named, made up at the size of a real county, decided, reported."""
