"""The desk's pages of what is received."""
