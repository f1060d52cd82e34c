"""`python -m prakarsa.jobs`: the worker process."""

from __future__ import annotations

import argparse
import os


def main() -> None:
    """Prepare Django and work until told to stop."""
    parser = argparse.ArgumentParser(prog="prakarsa worker")
    parser.add_argument("--parent", type=int, default=None)
    parent: int | None = parser.parse_args().parent
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prakarsa.foundation.settings")
    import django

    django.setup()
    from prakarsa.foundation.occupancy import occupy
    from prakarsa.foundation.scratch import use_own_folder
    from prakarsa.jobs.worker import Worker

    occupy()
    use_own_folder()
    Worker(parent=parent).run()


if __name__ == "__main__":
    main()
