"""Numbers for Prometheus: what the web processes counted, and what the database says now.

Web processes count into files of one folder (the library's multi-process mode), so that whichever
process is asked answers for all. Queue, outbox and backups are read when asked. Labels hold names
of our own pages and folders, never anything of a person.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, MutableMapping
from importlib.metadata import version
from pathlib import Path

from django.db import Error, connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from prakarsa.foundation.time import now
from prakarsa.operations.readings import Reading, take_reading

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# The library gives no types for it.
_add_shared: Callable[[CollectorRegistry], object] = MultiProcessCollector
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
COUNTED = CollectorRegistry()
RESPONSES = Counter(
    "prakarsa_responses", "Answers by class of status.", ["status"], registry=COUNTED
)
SECONDS = Histogram(
    "prakarsa_request_seconds", "Seconds per request by page.", ["page"], buckets=BUCKETS,
    registry=COUNTED,
)  # fmt: skip


def share_counts(folder: Path, environment: MutableMapping[str, str]) -> None:
    """Let the web processes that get this environment count together, from zero."""
    counts = folder / "metrics"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(mode=0o700, parents=True)
    environment[FOLDER_VARIABLE] = str(counts)


def count_response(*, page: str, status: int, seconds: float) -> None:
    """Count one answer."""
    RESPONSES.labels(f"{status // 100}xx").inc()
    SECONDS.labels(page).observe(seconds)


def exposition() -> bytes:
    """Return all numbers in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER_VARIABLE):
        _add_shared(registry)
    else:
        registry.register(_Counted())
    registry.register(_Now())
    return generate_latest(registry)


class _Counted(Collector):
    """What this one process counted."""

    def collect(self) -> Iterator[Metric]:
        """Give the families of the counting registry."""
        return iter(list(COUNTED.collect()))


class _Now(Collector):
    """What is read at the moment of asking; without a database only that it is away."""

    def collect(self) -> Iterator[Metric]:
        """Give the families, the state of the database first."""
        state = _state()
        yield _gauge("database_up", "1 when the database answers.", 0 if state is None else 1)
        build = GaugeMetricFamily("prakarsa_build", "The running version.", labels=["version"])
        build.add_metric([version("prakarsa")], 1)
        yield build
        if state is not None:
            yield from _families(state)


def _state() -> Reading | None:
    try:
        return take_reading(now())
    except Error:
        connection.close()
        return None


def _families(state: Reading) -> Iterator[Metric]:
    at = now()
    yield _gauge("queue_waiting", "Jobs that are due.", state.queue.count)
    yield _gauge("queue_oldest_seconds", "Since the oldest was due.", state.queue.seconds(at))
    yield _gauge("dead_leases", "Running jobs whose worker is silent.", state.dead_leases)
    yield _gauge("outbox_waiting", "Mails that wait.", state.outbox.count)
    yield _gauge("outbox_oldest_seconds", "Age of the oldest.", state.outbox.seconds(at))
    for name, seconds in state.ages(at).items():
        if seconds is not None:
            yield _gauge(f"{name}_age_seconds", f"Seconds since the last {name}.", seconds)
    disks = GaugeMetricFamily("prakarsa_disk_free_bytes", "Free bytes.", labels=["folder"])
    for folder, free in state.disks.items():
        disks.add_metric([str(folder)], free)
    yield disks


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"prakarsa_{name}", words, value=value)
