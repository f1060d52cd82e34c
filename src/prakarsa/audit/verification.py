"""Verify the chain, its payloads, its head and its signed checkpoints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Subquery

from prakarsa.audit.actions import ERASED
from prakarsa.audit.checkpoints import Checkpoint, newest_checkpoint, read_checkpoints
from prakarsa.audit.diagnosis import diagnose
from prakarsa.audit.digests import entry_digest, payload_digest
from prakarsa.audit.findings import Finding, Kind
from prakarsa.audit.models import START, AuditEntry, AuditPayload, ChainHead

BATCH, STRETCH = 2000, 10_000


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome: how much was looked at, and what is wrong."""

    entries: int
    erased: int
    checkpoints: int
    newest: Checkpoint | None
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was found."""
        return not self.findings


@dataclass(slots=True)
class _Walk:
    """What one pass over the entries has seen."""

    expected: int
    previous: str
    entries: int = 0
    last_good: int = 0
    fault: int | None = None
    erased: list[int] = field(default_factory=list)
    strange: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def take(self, entry: AuditEntry) -> None:
        """Look at one entry in stored order."""
        self.entries += 1
        if self.fault is None:
            self._check_link(entry)
        self._check_payload(entry)

    def _check_link(self, entry: AuditEntry) -> None:
        is_next = entry.sequence == self.expected and entry.previous_digest == self.previous
        if not is_next or entry_digest(entry) != entry.digest:
            self.fault = entry.sequence
            return
        self.expected, self.previous, self.last_good = entry.sequence + 1, entry.digest, entry.pk

    def _check_payload(self, entry: AuditEntry) -> None:
        payload: AuditPayload | None = getattr(entry, "payload", None)
        if payload is None:
            self.findings.append(Finding(entry.sequence, Kind.PAYLOAD_MISSING))
        elif payload.is_erased:
            self.erased.append(entry.sequence)
        else:
            digest = payload_digest(salt=payload.salt, body=payload.body, address=payload.address)
            if digest != entry.payload_digest:
                self.strange[entry.sequence] = digest


def verify(*, since: Checkpoint | None = None) -> Report:
    """Verify all entries, or those after a checkpoint whose count and head are then trusted."""
    head = _head_and_last()
    walk = _Walk(expected=1, previous=START)
    if since is not None:
        walk = _Walk(expected=since.count + 1, previous=since.head)
    for entry in _entries(after=walk.expected - 1, until=head.last):
        walk.take(entry)
    findings = [*walk.findings, *_chain_findings(walk, head), *_head_findings(head)]
    findings += [*_payload_findings(walk), *_erasure_findings(walk.erased)]
    checkpoints = list(read_checkpoints())
    findings += _checkpoint_findings(checkpoints, head.last)
    return Report(
        entries=walk.entries,
        erased=len(walk.erased),
        checkpoints=len(checkpoints),
        newest=newest_checkpoint(checkpoints),
        findings=tuple(sorted(set(findings))),
    )


@dataclass(frozen=True, slots=True)
class _End:
    sequence: int
    digest: str
    last: int


def _head_and_last() -> _End:
    """Read the head and the last entry in one statement, so that no writer comes between."""
    newest = AuditEntry.objects.order_by("-sequence").values("sequence")[:1]
    row = ChainHead.objects.annotate(last=Subquery(newest)).first()
    if row is None:
        return _End(0, START, newest.values_list("sequence", flat=True).first() or 0)
    return _End(row.sequence, row.digest, row.last or 0)


def _entries(*, after: int, until: int) -> Iterator[AuditEntry]:
    rows = AuditEntry.objects.filter(sequence__gt=after, sequence__lte=until)
    return rows.select_related("payload").order_by("sequence").iterator(chunk_size=BATCH)


def _chain_findings(walk: _Walk, head: _End) -> list[Finding]:
    if walk.fault is None:
        return []
    # The entry before the fault may be the culprit: its digest can have been computed afresh.
    first = walk.last_good or walk.expected
    rows = AuditEntry.objects.filter(sequence__gte=first, sequence__lte=head.last)
    stretch = list(rows.order_by("sequence")[: STRETCH + 1])
    end = stretch.pop().previous_digest if len(stretch) > STRETCH else head.digest
    return diagnose(stretch, first=first, end=end) or [Finding(walk.fault, Kind.EDITED)]


def _head_findings(head: _End) -> list[Finding]:
    if head.last > head.sequence:
        return [Finding(n, Kind.INSERTED) for n in range(head.sequence + 1, head.last + 1)]
    if head.last < head.sequence:
        return [Finding(head.last + 1, Kind.TAIL_CUT)]
    digest = AuditEntry.objects.filter(sequence=head.last).values_list("digest", flat=True).first()
    is_right = (digest or START) == head.digest
    return [] if is_right else [Finding(head.last, Kind.HEAD_EDITED)]


def _payload_findings(walk: _Walk) -> list[Finding]:
    if not walk.strange:
        return []
    elsewhere = set(
        AuditEntry.objects.filter(payload_digest__in=walk.strange.values()).values_list(
            "payload_digest", flat=True
        )
    )
    return [
        Finding(n, Kind.PAYLOAD_SWAPPED if digest in elsewhere else Kind.PAYLOAD_EDITED)
        for n, digest in walk.strange.items()
    ]


def _erasure_findings(erased: Sequence[int]) -> list[Finding]:
    """Find payloads that were emptied although no entry tells of their erasure."""
    if not erased:
        return []
    bodies = AuditPayload.objects.filter(entry__act=ERASED, body__isnull=False)
    told = {
        number
        for body in bodies.values_list("body", flat=True)
        for number in (body or {}).get("after", {}).get("sequences", [])
    }
    return [Finding(number, Kind.PAYLOAD_ERASED) for number in erased if number not in told]


def _checkpoint_findings(checkpoints: Sequence[Checkpoint], last: int) -> list[Finding]:
    counts = [checkpoint.count for checkpoint in checkpoints]
    stored = AuditEntry.objects.filter(sequence__in=counts).values_list("sequence", "digest")
    digests = {0: START, **dict(stored)}
    findings = []
    for checkpoint in checkpoints:
        if not checkpoint.is_genuine:
            findings.append(Finding(checkpoint.count, Kind.CHECKPOINT_FORGED))
        elif checkpoint.count > last:
            findings.append(Finding(last + 1, Kind.TAIL_CUT))
        elif digests.get(checkpoint.count) != checkpoint.head:
            findings.append(Finding(checkpoint.count, Kind.REWRITTEN))
    return findings
