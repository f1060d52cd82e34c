"""What happened to one answer, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from prakarsa.evidence.models import (
    CLAIMED_WITHOUT_NOTE,
    SUPPORTED_AS_CLAIMED,
    Answer,
    LevelEntry,
    Proof,
)
from prakarsa.organisations.queries import names_of
from prakarsa.organisations.roles import Role

Kind = LevelEntry.Kind


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event: when, who in which role, what, and the reason given."""

    at: datetime
    who: str
    role: str
    what: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Event:
    at: datetime
    key: str
    role: str
    what: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that was ever written down under one answer, oldest first."""

    ledger: list[LevelEntry]
    proofs: list[Proof]

    @property
    def standing(self) -> list[Proof]:
        """The proofs that were not taken away."""
        return [proof for proof in self.proofs if proof.removed_at is None]

    @property
    def verdict(self) -> LevelEntry | None:
        """The newest verdict."""
        verdicts = [entry for entry in self.ledger if entry.kind == Kind.VERIFIED]
        return verdicts[-1] if verdicts else None


def record_of(answer: Answer) -> Record:
    """Return the ledger and proofs of an answer in two queries; nothing for one not saved."""
    if answer._state.adding:
        return Record([], [])
    return Record(list(answer.ledger.all()), list(answer.proofs.select_related("file")))


def history_in(record: Record) -> list[HistoryLine]:
    """Return the events of a record, newest first, with names in one query."""
    events = [_level_event(entry) for entry in record.ledger]
    for proof in record.proofs:
        events += _proof_events(proof)
    events.sort(key=lambda event: event.at)
    events.reverse()
    names = names_of({event.key for event in events})
    return [
        HistoryLine(
            event.at,
            names.get(event.key, _("Sistem")),
            _role_name(event.role),
            event.what,
            event.reason,
        )
        for event in events
    ]


def _role_name(role: str) -> str:
    return str(Role(role).label) if role in Role.values else ""


_SILENT = frozenset({CLAIMED_WITHOUT_NOTE, SUPPORTED_AS_CLAIMED})


def _level_event(entry: LevelEntry) -> _Event:
    reason = "" if entry.reason in _SILENT else entry.reason
    return _Event(entry.at, entry.actor_key, entry.role, _level_words(entry), reason)


def _level_words(entry: LevelEntry) -> str:
    level = {"before": entry.level_before, "after": entry.level_after}
    if entry.kind in {Kind.CLAIMED, Kind.SUPPORTED} and entry.level_after is None:
        return _("menarik tingkat %(before)s") % level
    if entry.kind == Kind.CLAIMED and entry.level_before is not None:
        return _("mengubah klaim dari tingkat %(before)s menjadi %(after)s") % level
    if entry.kind == Kind.CLAIMED:
        return _("mengklaim tingkat %(after)s") % level
    if entry.kind == Kind.SUPPORTED:
        return _("menilai bukti mendukung tingkat %(after)s") % level
    if entry.kind == Kind.FINAL:
        return _("mencatat nilai akhir kementerian tingkat %(after)s") % level
    if entry.level_after is not None:
        return _("memverifikasi tingkat %(after)s") % level
    if entry.role == Role.VERIFIER:
        return _("mengembalikan")
    return _("membuka kembali verifikasi")


def _proof_events(proof: Proof) -> list[_Event]:
    name = {"name": proof.file.name if proof.file else proof.link}
    added = _Event(proof.added_at, proof.added_by_key, "", _("menambahkan %(name)s") % name)
    if proof.removed_at is None:
        return [added]
    removed = _("mencabut %(name)s") % name
    return [added, _Event(proof.removed_at, proof.removed_by_key, "", removed)]
