"""The proof of one innovation, and submitting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prakarsa.evidence.actions import submit_report
from prakarsa.evidence.permissions import CLAIMERS
from prakarsa.evidence.queries import submission_of
from prakarsa.evidence.refusals import CannotAct
from prakarsa.evidence.showing.sheets import BY_NUMBER, COMPULSORY, Sheet
from prakarsa.foundation.filters import asked, one_of
from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry.actions import NotReady
from prakarsa.registry.explaining import REFUSALS, explain
from prakarsa.registry.permissions import READERS


@require_safe
@roles(*READERS)
def detail(request: SeatedRequest, key: str) -> HttpResponse:
    """Show what an innovation claims, what its evidence supports and what is verified."""
    at = now()
    submission = submission_of(request.seat, key, at=at)
    order = one_of(asked(request.GET, ["urut"])["urut"], [BY_NUMBER, COMPULSORY])
    sheet = Sheet(request.seat, submission, at, order=order)
    context = {"sheet": sheet, "innovation": submission.innovation, "tab": "proof"}
    return render(request, "evidence/detail.html", context)


@require_POST
@roles(*CLAIMERS)
def submit(request: SeatedRequest, key: str) -> HttpResponse:
    """Hand the innovation and its answers to the verifiers, together or not at all."""
    submission, version = submission_of(request.seat, key, at=now()), posted_version(request.POST)
    innovation = submission.innovation
    try:
        submit_report(seat=request.seat, submission=submission, version=version, at=now())
    except NotReady:
        messages.error(request, _("Profil belum lengkap. Lengkapi dulu, lalu ajukan."))
        return redirect("registry:tasks", innovation.key)
    except REFUSALS as refusal:
        messages.error(request, explain(refusal))
    except CannotAct as problem:
        messages.error(request, problem.sentence)
    else:
        text = _("%s diajukan. Verifikasi biasanya 3 hari kerja.")
        messages.success(request, text % innovation.name)
    return redirect("evidence:detail", innovation.key)
