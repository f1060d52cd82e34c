"""A report into a later edition: carried over, brought up to date, or called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from prakarsa.evidence import actions
from prakarsa.evidence.forms import CarryOverForm
from prakarsa.evidence.permissions import CLAIMERS
from prakarsa.evidence.queries import answers_to_carry, submission_of
from prakarsa.evidence.refusals import CannotAct
from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.foundation.writing import enumeration
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry.explaining import REFUSALS, explain
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import RENEWED_YEARLY
from prakarsa.registry.permissions import CHECKS
from prakarsa.registry.queries import innovation_for, latest_submission, years_to_carry_to
from prakarsa.registry.states import Act, roles_for
from prakarsa.rules.index.edition import Edition, open_edition

MOST_ANSWERS = 100


def allowed(request: SeatedRequest, key: str, act: Act) -> Innovation:
    """Return an innovation for the page of an act; a POST is judged by the act itself."""
    innovation = innovation_for(request.seat, key)
    if request.method != "POST" and not CHECKS[act](request.seat, innovation):
        raise PermissionDenied
    return innovation


def attempt(request: SeatedRequest, act: Callable[[], str]) -> None:
    """Do an act that returns what to say of it, or say why it was not done."""
    try:
        messages.success(request, act())
    except REFUSALS as refusal:
        messages.error(request, explain(refusal))
    except CannotAct as refusal:
        messages.error(request, refusal.sentence)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.CARRY_OVER))
def carry(request: SeatedRequest, key: str) -> HttpResponse:
    """Carry an innovation with its answers and proofs over to a new edition."""
    innovation, at = allowed(request, key, Act.CARRY_OVER), now()
    years = years_to_carry_to(innovation, at=at)
    form = CarryOverForm(request.POST or None, years=years, again=carried_year(innovation))
    if form.is_valid():
        attempt(request, lambda: carried(request, innovation, form.cleaned_data["edition_year"]))
        return redirect("evidence:detail", key)
    context = about_carrying(innovation, years) | {"innovation": innovation, "form": form}
    return render(request, "evidence/carry_over.html", context)


def carried_year(innovation: Innovation) -> int | None:
    """Return the edition it was carried to, where a form sent twice finds it again."""
    newest = latest_submission(innovation)
    return newest.edition_year if newest and newest.carried_from_id else None


def carried(request: SeatedRequest, innovation: Innovation, year: int) -> str:
    """Carry the report over and return what came of it."""
    done = actions.carry_report(
        seat=request.seat,
        innovation=innovation,
        edition_year=year,
        version=posted_version(request.POST),
        at=now(),
    )
    names = {"name": innovation.name, "year": year}
    said = [_("%(name)s dilanjutkan ke edisi %(year)s.") % names]
    if done.gone:
        text = _("No. %(numbers)s tidak ada lagi dalam edisi ini, jadi tidak ikut.")
        said.append(text % {"numbers": ", ".join(done.gone)})
    if done.missing_files:
        text = _("Berkas yang tidak ditemukan lagi tidak ikut: %(files)s.")
        said.append(text % {"files": enumeration(done.missing_files)})
    return " ".join(said)


def about_carrying(innovation: Innovation, years: list[int]) -> dict[str, Any]:
    """Return what comes along, and which of the editions cannot take answers yet."""
    source = latest_submission(innovation)
    return {
        "years": years,
        "parts": [str(part.label) for part in RENEWED_YEARLY],
        "answers": answers_to_carry(source).count() if source else 0,
        "unready": [year for year in years if not isinstance(open_edition(year), Edition)],
    }


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.WITHDRAW))
def withdraw(request: SeatedRequest, key: str) -> HttpResponse:
    """Call the draft of a later edition off."""
    innovation = allowed(request, key, Act.WITHDRAW)
    if request.method == "POST":
        attempt(request, lambda: withdrawn(request, innovation))
        return redirect("evidence:detail", key)
    context = {"innovation": innovation, "submission": latest_submission(innovation)}
    return render(request, "evidence/withdraw.html", context)


def withdrawn(request: SeatedRequest, innovation: Innovation) -> str:
    """Call the draft off and return what came of it."""
    actions.withdraw_report(
        seat=request.seat,
        innovation=innovation,
        version=posted_version(request.POST),
        at=now(),
    )
    return _("Draf edisi baru %s dibatalkan.") % innovation.name


@require_POST
@roles(*CLAIMERS)
def bring(request: SeatedRequest, key: str) -> HttpResponse:
    """Let the answers follow a profile whose edition was incomplete when it was carried over."""
    submission_of(request.seat, key, at=now())
    attempt(request, lambda: brought(request, key))
    return redirect("evidence:detail", key)


def brought(request: SeatedRequest, key: str) -> str:
    """Bring the answers and return how many came."""
    at = now()
    submission = submission_of(request.seat, key, at=at)
    version = posted_version(request.POST)
    done = actions.bring_answers(seat=request.seat, submission=submission, version=version, at=at)
    count = len(done.indicators)
    return ngettext("%(count)s jawaban ikut.", "%(count)s jawaban ikut.", count) % {"count": count}


@require_POST
@roles(*CLAIMERS)
def confirm(request: SeatedRequest, key: str) -> HttpResponse:
    """Confirm carried answers that still hold, all that the page offered at once."""
    submission = submission_of(request.seat, key, at=now())
    seen = seen_versions(request.POST.getlist("jawaban"))
    attempt(request, lambda: confirmed(request, key, seen))
    return redirect("evidence:detail", submission.key)


def confirmed(request: SeatedRequest, key: str, seen: dict[str, int]) -> str:
    """Confirm and return what was, and what was left out."""
    at = now()
    submission = submission_of(request.seat, key, at=at)
    found = actions.confirm_answers(seat=request.seat, submission=submission, seen=seen, at=at)
    count = len(found.done)
    text = ngettext("%(count)s jawaban dikonfirmasi.", "%(count)s jawaban dikonfirmasi.", count)
    said = text % {"count": count}
    if found.left_out:
        numbers = {"numbers": ", ".join(found.left_out)}
        said += " " + _("Tidak ikut karena sudah berubah: No. %(numbers)s.") % numbers
    return said


def seen_versions(texts: list[str]) -> dict[str, int]:
    """Read `16.3`: the indicator and the version of its answer that the page showed."""
    seen = {}
    for text in texts[:MOST_ANSWERS]:
        code, _dot, version = text.partition(".")
        seen[code[:4]] = posted_version({"version": version})
    return seen
