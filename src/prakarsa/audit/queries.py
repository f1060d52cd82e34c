"""Read the audit for those who may: one region, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from prakarsa.audit.actors import ANONYMOUS
from prakarsa.audit.models import AuditEntry, AuditPayload
from prakarsa.audit.wording import act_words, kind_words, role_words

PERSON = "accounts.person"


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the auditor reads it."""

    entry: AuditEntry
    who: str
    role: str
    act: str
    kind: str
    target: str
    address: str
    is_erased: bool
    changes: tuple[Change, ...]


def entries_of(
    *,
    region_code: str,
    act: str = "",
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """Return a region's entries, both days included in the zone in force, newest first."""
    rows = AuditEntry.objects.filter(region_code=region_code).order_by("-sequence")
    if act:
        rows = rows.filter(act=act)
    if kind:
        rows = rows.filter(target_kind=kind)
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows.select_related("payload")


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """Return entries in words; the names of everybody on the page are read in one query."""
    listed = list(entries)
    keys = {entry.actor_key for entry in listed}
    keys |= {entry.target_key for entry in listed if entry.target_kind == PERSON}
    names = names_of(keys)
    return [_line(entry, names) for entry in listed]


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Return people's names by their opaque key; whoever was erased has none."""
    known = [key for key in keys if _is_person_key(key)]
    people = get_user_model().objects.filter(key__in=known)
    return {str(key): name for key, name in people.values_list("key", "name")}


def _line(entry: AuditEntry, names: Mapping[str, str]) -> Line:
    payload: AuditPayload | None = getattr(entry, "payload", None)
    target = entry.target_key
    if entry.target_kind == PERSON and target != "-":
        target = _name(target, names)
    return Line(
        entry=entry,
        who=_name(entry.actor_key, names),
        role=role_words(entry.role),
        act=act_words(entry.act),
        kind=kind_words(entry.target_kind),
        target=target,
        address=payload.address if payload else "",
        is_erased=payload is None or payload.is_erased,
        changes=_changes(payload.body if payload else None),
    )


def _name(key: str, names: Mapping[str, str]) -> str:
    if key == ANONYMOUS:
        return _("Pengunjung")
    if key.startswith("system:"):
        return _("Sistem (%s)") % key.removeprefix("system:")
    return names.get(key) or _("Orang yang datanya sudah dihapus")


def _changes(body: Mapping[str, Any] | None) -> tuple[Change, ...]:
    before, after = (body or {}).get("before", {}), (body or {}).get("after", {})
    return tuple(
        Change(field, _text(before.get(field)), _text(after.get(field)))
        for field in dict.fromkeys((*before, *after))
        if before.get(field) != after.get(field)
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(inner)}" for key, inner in value.items())
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return "" if value is None else str(value)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _is_person_key(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
