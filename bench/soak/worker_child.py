"""The worker of the soak: the real one, with a short lease so that the next takes over soon."""

from __future__ import annotations

import sys
from datetime import timedelta

LEASE = timedelta(seconds=4)


def main() -> None:
    """Shorten the pauses and run as the product does; `--parent` is the child that works."""
    from prakarsa.jobs import heartbeat, leases, processes

    leases.LEASE = LEASE
    heartbeat.BEAT_SECONDS = LEASE.total_seconds() / 4
    processes.RESTART_SECONDS = 0.2
    processes.COMMAND = [sys.executable, "-m", "bench.soak.worker_child"]
    if "--parent" in sys.argv:
        from prakarsa.jobs.__main__ import main as work

        work()
    else:
        processes.supervise()


if __name__ == "__main__":
    import django

    django.setup()
    main()
