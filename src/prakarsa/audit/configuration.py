"""Which settings the site was started with: an entry whenever they changed, never a secret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.audit.models import AuditEntry

CHANGED = "audit.settings.changed"
SECRET_WORDS = ("SECRET_KEY", "CHECKPOINT_KEY", "PASSWORD", "TOKEN", "CLIENT_SECRET", "DATABASE")
SET = "(disetel)"


def shown_settings(environment: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return the settings that are set, by name; of a secret only that it is."""
    return {
        name: SET if any(word in name for word in SECRET_WORDS) else environment[name]
        for name in sorted(names)
        if name in environment
    }


@transaction.atomic
def record_settings(*, values: Mapping[str, str], at: datetime) -> bool:
    """Record the settings in force when they differ from those recorded last; say whether so."""
    last = AuditEntry.objects.filter(region_code="", act=CHANGED).order_by("-sequence")
    entry = last.select_related("payload").first()
    before: dict[str, str] = ((entry.payload.body if entry else None) or {}).get("after", {})
    if dict(values) == before:
        return False
    record(
        actor=system_actor("serve"),
        act=CHANGED,
        target=Target(kind="settings"),
        at=at,
        before=before,
        after=values,
    )
    return True
