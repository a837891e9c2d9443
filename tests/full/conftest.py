"""What is run by tests as a program of its own is no test."""

collect_ignore = ["database_away.py"]
