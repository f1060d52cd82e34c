"""What the pages of targets show: the list, one target, its board, its line over time, words."""
