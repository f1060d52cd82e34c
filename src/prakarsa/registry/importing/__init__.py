"""Innovations from a table: layouts, cells, units, and the plan of what each row would do."""
