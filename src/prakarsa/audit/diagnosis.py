"""Name what was done to a broken stretch of the chain.

Each entry's digest covers its number, so an entry that was moved or renumbered can be
recognised: its digest is right at the number it once had, its origin.
"""

from __future__ import annotations

from collections.abc import Sequence

from prakarsa.audit.digests import entry_digest
from prakarsa.audit.findings import Finding, Kind
from prakarsa.audit.models import AuditEntry

WINDOW = 200


def diagnose(entries: Sequence[AuditEntry], *, first: int, end: str) -> list[Finding]:
    """Return the findings for a stretch in stored order; `first` is the number it must begin with.

    `end` is the digest that whatever follows the stretch names: an entry that nobody names was
    not there when the chain was written.
    """
    origins = _origins(entries)
    named = {entry.previous_digest for entry in entries} | {end}
    placed, findings = _place(entries, origins, named)
    explained = set(placed)
    for entry in entries:
        if entry.sequence not in origins:
            is_taken = entry.sequence in placed
            findings.append(Finding(entry.sequence, Kind.INSERTED if is_taken else Kind.EDITED))
            explained.add(entry.sequence)
    last = max(placed, default=first - 1)
    missing = sorted(set(range(first, last)) - explained)
    findings += [Finding(number, Kind.DELETED) for number in missing]
    return sorted({*findings, *_misplaced(placed), *_broken_links(placed, named)})


def _origins(entries: Sequence[AuditEntry]) -> dict[int, int]:
    """Return each entry's origin by its stored number; an edited entry has none."""
    origins: dict[int, int] = {}
    shift = 0
    for entry in entries:
        near = (step * sign for step in range(1, WINDOW) for sign in (1, -1))
        for offset in (0, shift, *near):
            if entry_digest(entry, sequence=entry.sequence + offset) == entry.digest:
                origins[entry.sequence] = entry.sequence + offset
                shift = offset
                break
    return origins


def _place(
    entries: Sequence[AuditEntry], origins: dict[int, int], named: set[str]
) -> tuple[dict[int, AuditEntry], list[Finding]]:
    """Put one entry at each origin; of two that claim it, the one nobody names was inserted."""
    claims: dict[int, list[AuditEntry]] = {}
    for entry in entries:
        if entry.sequence in origins:
            claims.setdefault(origins[entry.sequence], []).append(entry)
    placed: dict[int, AuditEntry] = {}
    findings = []
    for origin, rivals in claims.items():
        placed[origin] = next((each for each in rivals if each.digest in named), rivals[0])
        findings += [
            Finding(each.sequence, Kind.INSERTED) for each in rivals if each is not placed[origin]
        ]
    return placed, findings


def _misplaced(placed: dict[int, AuditEntry]) -> list[Finding]:
    stored = sorted(placed, key=lambda origin: placed[origin].sequence)
    return [
        Finding(found, Kind.REORDERED)
        for found, expected in zip(stored, sorted(placed), strict=True)
        if found != expected
    ]


def _broken_links(placed: dict[int, AuditEntry], named: set[str]) -> list[Finding]:
    """Find entries whose digest was computed afresh: the next one still names the old digest."""
    findings = []
    for origin, entry in placed.items():
        following = placed.get(origin + 1)
        if following is None or following.previous_digest == entry.digest:
            continue
        is_known = following.digest in named
        number = entry.sequence if is_known else following.sequence
        findings.append(Finding(number, Kind.EDITED if is_known else Kind.INSERTED))
    return findings
