"""Jobs of this package: remind the units somebody chose."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prakarsa.foundation.writing import number
from prakarsa.jobs.kinds import JobRefused, job_kind
from prakarsa.jobs.running import Work
from prakarsa.organisations.queries import visible_agencies
from prakarsa.targets.actions import KIND, plan_reminders, remind_unit
from prakarsa.targets.models import Campaign
from prakarsa.targets.permissions import can_remind, can_set_targets
from prakarsa.targets.queries import operators_of, visible_campaigns


@job_kind(
    KIND,
    label=gettext_lazy("Pengingat target"),
    unit=gettext_lazy("unit"),
    may=can_set_targets,
)
def remind(work: Work) -> dict[str, Any]:
    """Remind each unit once; a try after a crash carries on with the first try's plan."""
    campaign = _campaign(work)
    plan = plan_reminders(campaign, work.parameters["units"], work.at)
    planned: dict[str, Any] = work.once(
        "plan",
        lambda: {
            "units": [each.agency.pk for each in plan.recipients],
            "left_out": [[each.name, each.reason] for each in plan.left_out],
        },
    )
    agencies = visible_agencies(work.seat).filter(pk__in=planned["units"]).order_by("name")
    operators = operators_of(campaign.region, work.at, only=planned["units"])
    told: list[int] = []
    for agency in agencies:
        send = partial(
            remind_unit,
            seat=work.seat,
            campaign=campaign,
            agency=agency,
            operators=operators.get(agency.pk, []),
            text=work.parameters["text"],
            at=work.at,
        )
        told.append(work.once(f"unit:{agency.pk}", send))
        work.progress(len(told), len(planned["units"]))
    return {
        "summary": _summary(told, planned["left_out"]),
        "link": reverse("targets:board", args=[campaign.key]),
    }


def _campaign(work: Work) -> Campaign:
    campaign = visible_campaigns(work.seat).filter(key=work.parameters["campaign"]).first()
    if campaign is None or not can_remind(work.seat, campaign, at=work.at):
        raise JobRefused(_("Target ini sudah ditutup atau tidak berjalan hari ini."))
    return campaign


def _summary(told: list[int], left_out: list[list[str]]) -> str:
    units = [people for people in told if people]
    count = len(units)
    words = {"units": number(count), "people": number(sum(units))}
    sent = ngettext(
        "Pengingat terkirim ke %(units)s unit, %(people)s orang.",
        "Pengingat terkirim ke %(units)s unit, %(people)s orang.",
        count,
    ) % words  # fmt: skip
    if not left_out:
        return sent
    names = "; ".join(f"{name} ({reason})" for name, reason in left_out)
    return f"{sent} " + _("Tidak dikirim: %(names)s.") % {"names": names}
