"""The proof of one innovation, and submitting it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prakarsa.evidence.actions import submit_answers
from prakarsa.evidence.forms import VersionForm
from prakarsa.evidence.queries import submission_of
from prakarsa.evidence.refusals import CannotAct
from prakarsa.evidence.sheets import Sheet
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import (
    NotReady,
    ReportingClosed,
    StaleInnovation,
    submit_innovation,
)
from prakarsa.registry.models import Submission
from prakarsa.registry.permissions import READERS, can_submit

SUBMITTERS = (Role.OPERATOR, Role.EMPLOYEE, Role.SECRETARIAT)


@require_safe
@roles(*READERS)
def detail(request: SeatedRequest, key: str) -> HttpResponse:
    """Show what an innovation claims, what its evidence supports and what is verified."""
    at = now()
    submission = submission_of(request.seat, key, at=at)
    sheet = Sheet(request.seat, submission, at, order=request.GET.get("urut", ""))
    context = {"sheet": sheet, "innovation": submission.innovation, "tab": "proof"}
    return render(request, "evidence/detail.html", context)


@require_POST
@roles(*SUBMITTERS)
def submit(request: SeatedRequest, key: str) -> HttpResponse:
    """Hand the innovation and its answers to the verifiers, together or not at all."""
    submission = submission_of(request.seat, key, at=now())
    innovation = submission.innovation
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    try:
        hand_over(request.seat, submission, form.cleaned_data["version"])
    except NotReady:
        messages.error(request, _("Profil belum lengkap. Lengkapi dulu, lalu ajukan."))
        return redirect("registry:tasks", innovation.key)
    except (StaleInnovation, ReportingClosed):
        messages.error(request, _("Data berubah sejak Anda membukanya. Periksa dulu, lalu ulangi."))
    except CannotAct as problem:
        messages.error(request, problem.sentence)
    else:
        text = _("%s diajukan. Verifikasi biasanya 3 hari kerja.")
        messages.success(request, text % innovation.name)
    return redirect("evidence:detail", innovation.key)


@transaction.atomic
def hand_over(seat: Seat, submission: Submission, version: int | None) -> None:
    """Submit the answers, and the profile where it is not with a verifier already."""
    at, innovation = now(), submission.innovation
    submit_answers(seat=seat, submission=submission, at=at)
    if version is not None or can_submit(seat, innovation):
        submit_innovation(seat=seat, innovation=innovation, at=at, version=version)
