"""The worker process of the tests: the real one, with the kinds of the tests and short pauses."""

from __future__ import annotations

import sys
from datetime import timedelta


def main() -> None:
    """Shorten every pause, leave out the daily work, and run as the product does."""
    import django

    django.setup()
    from prakarsa.jobs import heartbeat, leases, processes, worker
    from tests.jobs import kinds_for_tests

    assert kinds_for_tests.STEPS == 5
    leases.LEASE = timedelta(seconds=1.5)
    heartbeat.BEAT_SECONDS = 0.5
    worker.IDLE_SECONDS = 0.05
    worker.REPORT_SECONDS = 0.1
    worker.SCHEDULE_SECONDS = float("inf")
    processes.RESTART_SECONDS = 0.1
    if "--supervise" in sys.argv:
        processes.COMMAND = [sys.executable, "-m", "tests.jobs.worker_child"]
        processes.supervise()
    else:
        worker.Worker().run()


if __name__ == "__main__":
    main()
