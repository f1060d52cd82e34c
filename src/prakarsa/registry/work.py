"""Long work of the registry: one atomic import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.writing import number
from prakarsa.jobs.kinds import JobRefused, job_kind
from prakarsa.jobs.running import Work
from prakarsa.organisations.importing import Outcome
from prakarsa.registry.actions.imports import PlanHasErrors, import_innovations
from prakarsa.registry.importing.layouts import WrongHeader
from prakarsa.registry.importing.plan import Plan
from prakarsa.registry.permissions import can_import
from prakarsa.registry.queries.imports import import_file_for, plan_of


@job_kind("registry.import", label=gettext_lazy("Impor inovasi"), may=can_import)
def import_table(work: Work) -> dict[str, Any]:
    """Plan the file again as things are now, then write it as a whole."""
    plan = _planned(work)
    work.progress(0, len(plan.due))

    def effect() -> dict[str, int]:
        skip = bool(work.parameters.get("skip_errors"))
        import_innovations(plan=plan, actor=work.actor, at=work.at, skip_errors=skip)
        return plan.counts

    try:
        counts: dict[str, int] = work.once("counts", effect)
    except PlanHasErrors:
        text = _("%s baris galat, jadi tidak ada yang disimpan. Perbaiki lalu unggah lagi.")
        raise JobRefused(text % plan.count(Outcome.ERROR)) from None
    work.progress(len(plan.due), len(plan.due))
    return {"summary": _summary(counts), "link": reverse("registry:list"), "counts": counts}


def _summary(counts: Mapping[str, int]) -> str:
    """Say what became of the rows of the file."""
    words = {outcome.name.lower(): number(counts[outcome.value]) for outcome in Outcome}
    return _("%(new)s baru, %(changed)s berubah, %(same)s sama, %(error)s galat.") % words


def _planned(work: Work) -> Plan:
    try:
        return plan_of(work.seat, import_file_for(work.seat, work.parameters["file"]))
    except Http404:
        raise JobRefused(_("Berkas impor tidak ada lagi. Unggah sekali lagi.")) from None
    except WrongHeader as wrong:
        text = _("Kolom tidak ada: %s.")
        raise JobRefused(text % ", ".join(wrong.missing)) from None
