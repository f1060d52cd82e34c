"""The child process that opens an uploaded file under limits: one request, one answer.

Reads one JSON request from standard input, writes JSON lines to standard output: lists of rows
when a table is read, and one object at the end. It imports only what the kind of file needs,
and never Django.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prakarsa.formats.kinds import Kind, Limits
from prakarsa.formats.reasons import Reason, Refused


def main() -> int:
    """Answer the request on standard input."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    _confine(limits)
    kind = Kind(request["kind"])
    try:
        for message in _messages(request, kind, limits):
            _write(message)
    except Refused as refusal:
        _write({"refused": refusal.reason.value, "details": refusal.details})
    except MemoryError:
        _write({"refused": Reason.TOO_HEAVY.value, "details": {}})
    return 0


def _messages(request: dict[str, Any], kind: Kind, limits: Limits) -> Iterator[Any]:
    path = Path(request["path"])
    if request["task"] == "rows":
        from prakarsa.formats.openers import workbook

        yield from workbook.rows(path, limits, request["options"].get("sheet"))
    elif request["task"] == "preview":
        from prakarsa.formats.openers import image

        yield image.preview(path, kind, limits, int(request["options"]["longest_side"]))
    else:
        yield _inspected(path, kind, limits)


def _inspected(path: Path, kind: Kind, limits: Limits) -> dict[str, Any]:
    """Open the file with the reader of its kind; each reader is imported only when needed."""
    from prakarsa.formats.openers import polyglot

    if kind in {Kind.PDF, Kind.JPEG, Kind.PNG, Kind.MP4}:
        polyglot.refuse_second_kind(path, kind)
    if kind is Kind.PDF:
        from prakarsa.formats.openers import pdf

        return pdf.inspect(path, limits)
    if kind in {Kind.JPEG, Kind.PNG}:
        from prakarsa.formats.openers import image

        return image.inspect(path, kind, limits)
    if kind is Kind.XLSX:
        from prakarsa.formats.openers import workbook

        return workbook.inspect(path, limits)
    if kind is Kind.MP4:
        from prakarsa.formats.openers import video

        return video.inspect(path)
    if kind is Kind.CSV:
        from prakarsa.formats.openers import delimited

        return delimited.inspect(path, limits)
    from prakarsa.formats.openers import archive

    return archive.inspect(path, limits)


def _confine(limits: Limits) -> None:
    """Bound memory and processor time; forbid writing files, new processes and core dumps."""
    bounds = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.processor_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 32,
    }
    for which, bound in bounds.items():
        _, hardest = resource.getrlimit(which)
        value = bound if hardest == resource.RLIM_INFINITY else min(bound, hardest)
        resource.setrlimit(which, (value, value))


def _write(message: Any) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
