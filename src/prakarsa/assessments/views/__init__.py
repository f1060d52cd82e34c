"""Pages of the index, by noun."""
