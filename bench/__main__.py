"""Runs every benchmark, one after the other."""

import importlib

TABLES = ("bench.index_nation", "bench.speed", "bench.catalogue", "bench.gaming")


def main() -> None:
    """Print every table."""
    for name in TABLES:
        importlib.import_module(name).main()
        print()


if __name__ == "__main__":
    main()
