"""Benchmarks: each module prints a table."""
