"""Asks a child process to open a file, so that a hostile file can end only the child."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from prakarsa.formats.kinds import Kind, Limits
from prakarsa.formats.reasons import Reason, Refused

# Each child may take hundreds of megabytes; more at once would starve the site itself.
_PLACES = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
_WAIT_FOR_PLACE_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the child found: facts about the file, and the rows of a table when asked for."""

    facts: Mapping[str, Any]
    rows: list[list[str]]


def ask_child(
    *, task: str, path: Path, kind: Kind, limits: Limits, options: Mapping[str, Any] | None = None
) -> Answer:
    """Let a limited child do one task (`inspect`, `rows` or `preview`) on one file.

    Raises `Refused` with the child's reason, or with why the child had to be ended.
    """
    request = {
        "task": task,
        "path": str(path.resolve()),
        "kind": kind.value,
        "limits": asdict(limits),
        "options": dict(options or {}),
    }
    with _place(), _started_child() as child:
        ended = threading.Event()
        clock = threading.Timer(limits.wall_seconds, _end, (child, ended))
        clock.start()
        try:
            answer = _exchange(child, request, limits)
        finally:
            clock.cancel()
            child.kill()
        status = child.wait()
    if answer is None:
        reason = _reason_of_death(status, kind, timed_out=ended.is_set())
        raise Refused(reason, kind=kind.label, limit=limits.cells)
    return answer


@contextmanager
def _place() -> Iterator[None]:
    if not _PLACES.acquire(timeout=_WAIT_FOR_PLACE_SECONDS):
        raise Refused(Reason.BUSY)
    try:
        yield
    finally:
        _PLACES.release()


@contextmanager
def _started_child() -> Iterator[subprocess.Popen[bytes]]:
    # The child gets no environment but what Python itself needs: no keys, no database address.
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    command = [sys.executable, "-P", "-m", "prakarsa.formats.inspect_child"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={**kept, "PYTHONUTF8": "1"},
    ) as child:
        yield child


def _end(child: subprocess.Popen[bytes], ended: threading.Event) -> None:
    ended.set()
    child.kill()


def _exchange(
    child: subprocess.Popen[bytes], request: Mapping[str, Any], limits: Limits
) -> Answer | None:
    """Send the request and read lines: rows are lists, the last line is an object."""
    if child.stdin is None or child.stdout is None:
        return None
    try:
        child.stdin.write(json.dumps(request).encode())
        child.stdin.close()
    except BrokenPipeError:
        return None
    rows: list[list[str]] = []
    for line in _bounded_lines(child.stdout, limits.answer_bytes):
        message = json.loads(line)
        if isinstance(message, list):
            rows.extend(message)
        elif "refused" in message:
            raise Refused(Reason(message["refused"]), **message["details"])
        else:
            return Answer(facts=message, rows=rows)
    return None


def _bounded_lines(stream: IO[bytes], most: int) -> Iterator[bytes]:
    left = most
    while line := stream.readline(left):
        left -= len(line)
        if left <= 0:
            raise Refused(Reason.TOO_HEAVY)
        if not line.endswith(b"\n"):
            return
        yield line


def _reason_of_death(status: int, kind: Kind, *, timed_out: bool) -> Reason:
    if timed_out or status == -signal.SIGXCPU:
        return Reason.TOO_SLOW
    if status > 0:
        return Reason.DAMAGED
    # The readers of workbooks abort when cells lie so far apart that no memory holds them.
    return Reason.TOO_MANY_CELLS if kind is Kind.XLSX else Reason.TOO_HEAVY
