"""Long work of the registry: one atomic import."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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

    def effect() -> int:
        skip = bool(work.parameters.get("skip_errors"))
        return import_innovations(plan=plan, actor=work.actor, at=work.at, skip_errors=skip)

    try:
        written = work.once("rows", effect)
    except PlanHasErrors:
        text = _("%s baris galat, jadi tidak ada yang disimpan. Perbaiki lalu unggah lagi.")
        raise JobRefused(text % plan.count(Outcome.ERROR)) from None
    work.progress(len(plan.due), len(plan.due))
    return {"written": written, "same": plan.count(Outcome.SAME), "errors": len(plan.errors)}


def _planned(work: Work) -> Plan:
    try:
        return plan_of(work.seat, import_file_for(work.seat, work.parameters["file"]))
    except Http404:
        raise JobRefused(_("Berkas impor tidak ada lagi. Unggah sekali lagi.")) from None
    except WrongHeader as wrong:
        text = _("Kolom tidak ada: %s.")
        raise JobRefused(text % ", ".join(wrong.missing)) from None
