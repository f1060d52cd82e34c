"""Remind chosen units: first what would be sent to whom, then the work."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prakarsa.foundation.time import now
from prakarsa.jobs.actions import TooManyJobs
from prakarsa.jobs.models import Job
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.targets.actions import ask_reminders, plan_reminders
from prakarsa.targets.forms import RemindForm, chosen_units
from prakarsa.targets.models import Campaign
from prakarsa.targets.permissions import SETTERS, can_remind
from prakarsa.targets.queries import campaign_for
from prakarsa.targets.wording import reminder_text


@require_http_methods(["GET", "POST"])
@roles(*SETTERS)
def remind(request: SeatedRequest, key: str) -> HttpResponse:
    """Show who would be reminded and with which words; on confirmation have it done."""
    campaign, at = campaign_for(request.seat, key), now()
    if not can_remind(request.seat, campaign, at=at):
        raise PermissionDenied
    chosen = chosen_units((request.POST or request.GET).getlist("unit"))
    if not chosen:
        messages.warning(request, _("Pilih dulu unit yang akan diingatkan."))
        return redirect("targets:board", key=key)
    form = RemindForm(request.POST or None, initial={"text": reminder_text(campaign, at)})
    job = _asked(request, form, campaign, chosen)
    if job is not None:
        return redirect("jobs:detail", job.key)
    plan = plan_reminders(campaign, chosen, at)
    context = {"campaign": campaign, "form": form, "plan": plan, "chosen": chosen}
    return render(request, "targets/remind.html", context)


def _asked(
    request: SeatedRequest, form: RemindForm, campaign: Campaign, chosen: list[str]
) -> Job | None:
    if not form.is_bound or not form.is_valid():
        return None
    values = {name: form.cleaned_data[name] for name in ("text", "token")}
    try:
        return ask_reminders(seat=request.seat, campaign=campaign, keys=chosen, at=now(), **values)
    except (ValidationError, TooManyJobs) as problem:
        text = problem if isinstance(problem, ValidationError) else str(problem)
        form.add_error(None, text)
    return None
