"""The daily act: verify what is new, then sign the end of the chain."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.audit.checkpoints import newest_checkpoint, read_checkpoints, write_checkpoint
from prakarsa.audit.verification import Report, verify


class ChainBroken(Exception):
    """The chain does not verify, so its end is not signed."""

    def __init__(self, report: Report) -> None:
        super().__init__("; ".join(map(str, report.findings)))
        self.report = report


def seal_chain(*, at: datetime) -> Path:
    """Write a signed checkpoint and return its file; raise ChainBroken when something is wrong."""
    report = verify(since=newest_checkpoint(read_checkpoints()))
    if not report.is_whole:
        raise ChainBroken(report)
    path = write_checkpoint(at=at)
    with transaction.atomic():
        record(
            actor=system_actor("audit"),
            act="audit.checkpoint.written",
            target=Target(kind="audit.auditentry"),
            at=at,
            after={"file": path.name},
        )
    return path
