"""Jobs of this package: examine the installation, and tell administrators of faults."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record_export
from prakarsa.formats.kinds import MEDIA_TYPES, Kind
from prakarsa.jobs.kinds import JobRefused, daily_kind, job_kind
from prakarsa.jobs.running import Work
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.operations.examinations import ASKED, NIGHTLY, examine_now
from prakarsa.operations.holdings import write_copy
from prakarsa.operations.permissions import can_answer_requests
from prakarsa.operations.requests import COPYING, Wish, find_request
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, valid_on

HOUR = 3


def can_examine(seat: Seat) -> bool:
    """Leave it to the administrators of the installation."""
    return seat.role is Role.PLATFORM_ADMIN


@job_kind(ASKED, label=_("Pemeriksaan sistem"), may=can_examine)
def examine_when_asked(work: Work) -> dict[str, Any]:
    """Examine for the administrator who asked; the page shows what was found."""
    return examine_now(work.at)


@job_kind(COPYING, label=_("Salinan data pribadi"), may=can_answer_requests)
def copy_when_asked(work: Work) -> dict[str, Any]:
    """Write what is held of the person who asked for a copy; it is recorded before it is there."""
    request = find_request(work.parameters["request"])
    person = Person.objects.filter(key=request.person_key).first() if request else None
    if request is None or request.wish != Wish.COPY or person is None:
        raise JobRefused(gettext("Permintaan ini sudah dijawab."))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.zip"
        rows = write_copy(path, person, at=work.at)
        work.once("exported", lambda: _write_down(work, str(person.key), rows))
        work.keep_file(path, name="salinan-data.zip", media_type=MEDIA_TYPES[Kind.ZIP])
    return {"rows": rows}


def _write_down(work: Work, person_key: str, rows: int) -> int:
    entry = record_export(
        actor=work.actor, what="person-copy", at=work.at, region_code="",
        filters={"person": person_key}, rows=rows,
    )  # fmt: skip
    return entry.sequence


@daily_kind(NIGHTLY, hour=HOUR, label=_("Pemeriksaan sistem harian"))
def examine_nightly(work: Work) -> dict[str, Any]:
    """Examine, and write to the administrators when something must be repaired."""
    result = examine_now(work.at)
    if result["faults"]:
        work.once("told", lambda: _tell(work, result["faults"]))
    return result


def _tell(work: Work, faults: int) -> int:
    title = format_lazy(_("Pemeriksaan harian menemukan {count} kesalahan"), count=faults)
    day = work.seat.today(work.at)
    rows = Membership.objects.filter(valid_on(day), role=Role.PLATFORM_ADMIN)
    for membership in rows.filter(person__is_active=True).select_related("person"):
        notify(
            person=membership.person,
            topic=Topic.JOB,
            title=title,
            body=_("Buka Kesehatan sistem untuk melihat apa yang harus diperbaiki."),
            link=reverse("operations:home"),
            event_key=f"examination:{day}",
            at=work.at,
        )
    return faults
