"""Changes of the tables of the web."""
