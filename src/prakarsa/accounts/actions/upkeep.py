"""The daily sweep: sessions, devices, failed tries and letters have an end; keys move on."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from prakarsa.accounts.actions.factors import reseal_factors
from prakarsa.accounts.models import DeviceSession, Letter, RecoveryCode
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor

LETTERS_KEPT = timedelta(days=30)


@transaction.atomic
def reseal_secrets(*, at: datetime) -> int:
    """Bring secrets under the present key at once instead of at night; returns how many."""
    count = reseal_factors()
    record(
        actor=system_actor("reseal"),
        act="accounts.factors.resealed",
        target=Target(kind="accounts.person"),
        at=at,
        after={"count": count},
    )
    return count


@transaction.atomic
def close_ways_in(*, at: datetime) -> dict[str, int]:
    """Let what a backup brought back and somebody may have used since die: links, codes, sessions.

    Nobody can tell afterwards which of them were used, so all go. The tables may be those of an
    earlier release.
    """
    open_letters = Letter.objects.filter(used_at=None, expires_at__gt=at)
    known = RecoveryCode._meta.db_table in connection.introspection.table_names()
    closed = {
        "letters": open_letters.update(expires_at=at),
        "codes": RecoveryCode.objects.filter(used_at=None).delete()[0] if known else 0,
        "sessions": Session.objects.all().delete()[0],
    }
    record(
        actor=system_actor("restore"),
        act="accounts.ways.closed",
        target=Target(kind="accounts.session"),
        at=at,
        after=closed,
    )
    return closed


@transaction.atomic
def sweep_accounts(*, at: datetime) -> dict[str, int]:
    """Delete ended sessions and devices, faded lock-outs, and letters 30 days after expiry.

    Secrets that were sealed with a former key come under the present one.
    """
    oldest = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    faded = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    removed = {
        "sessions": Session.objects.filter(expire_date__lt=at).delete()[0],
        "devices": DeviceSession.objects.filter(created_at__lt=oldest).delete()[0],
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=faded).delete()[0],
        "letters": Letter.objects.filter(expires_at__lt=at - LETTERS_KEPT).delete()[0],
    }
    record(
        actor=system_actor("sweep"),
        act="accounts.upkeep.swept",
        target=Target(kind="accounts.session"),
        at=at,
        after={**removed, "resealed": reseal_factors()},
    )
    return removed
