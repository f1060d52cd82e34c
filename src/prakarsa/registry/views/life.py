"""The acts on an innovation: submit, return, verify, publish, retire, carry over."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prakarsa.foundation.time import now
from prakarsa.foundation.writing import ago
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry import actions
from prakarsa.registry.forms.life import CarryOverForm, ReasonForm, ReturnForm
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import RENEWED_YEARLY
from prakarsa.registry.permissions import CHECKS
from prakarsa.registry.queries import (
    innovation_for,
    profile_for,
    reporting_of,
    years_to_carry_to,
)
from prakarsa.registry.queries.conflicts import conflict_of
from prakarsa.registry.states import Act, roles_for
from prakarsa.registry.views.saving import posted_version


def allowed(request: SeatedRequest, key: str, act: Act) -> Innovation:
    """Return an innovation for the page of an act; a POST is judged by the act itself."""
    innovation = innovation_for(request.seat, key)
    if request.method != "POST" and not CHECKS[act](request.seat, innovation):
        raise PermissionDenied
    return innovation


def attempt(request: SeatedRequest, act: Callable[[], object], done: str) -> bool:
    """Do an act and say what came of it; whoever was too late reads why."""
    try:
        act()
    except (actions.StaleInnovation, actions.ReportingClosed, actions.NotReady) as refusal:
        messages.error(request, explained(refusal))
        return False
    messages.success(request, done)
    return True


def explained(refusal: Exception) -> str:
    """Return the sentence for why an act was not done."""
    if isinstance(refusal, actions.StaleInnovation):
        conflict = conflict_of(refusal.latest, {})
        words = {"who": conflict.who, "when": ago(conflict.at)}
        return _("%(who)s mengubah catatan ini %(when)s. Periksa dulu, lalu ulangi.") % words
    if isinstance(refusal, actions.ReportingClosed):
        text = _("Masa pelaporan edisi %s belum dibuka atau sudah ditutup.")
        return text % refusal.edition_year
    return _("Belum dapat diajukan: masih ada yang perlu dilengkapi.")


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.SUBMIT))
def submit(request: SeatedRequest, key: str) -> HttpResponse:
    """Show all answers once more, then submit."""
    innovation = allowed(request, key, Act.SUBMIT)
    if request.method == "POST":
        done = _("%s diajukan. Verifikasi biasanya 3 hari kerja.") % innovation.name
        version, at = posted_version(request, innovation), now()
        attempt(
            request, lambda: actions.submit_innovation(
                seat=request.seat, innovation=innovation, version=version, at=at), done
        )  # fmt: skip
        return redirect("registry:detail", key=key)
    innovation = profile_for(request.seat, key)
    context = {"innovation": innovation, "reporting": reporting_of(innovation, at=now())}
    return render(request, "registry/submit.html", context)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.RETURN))
def give_back(request: SeatedRequest, key: str) -> HttpResponse:
    """Return an innovation with notes per part."""
    innovation = allowed(request, key, Act.RETURN)
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        version, at = posted_version(request, innovation), now()
        attempt(
            request, lambda: actions.return_innovation(
                seat=request.seat, innovation=innovation, notes=form.notes(), version=version,
                at=at,
            ), _("%s dikembalikan dengan catatan Anda.") % innovation.name,
        )  # fmt: skip
        return redirect("registry:detail", key=key)
    return render(request, "registry/return.html", {"innovation": innovation, "form": form})


@require_POST
@roles(*roles_for(Act.VERIFY))
def verify(request: SeatedRequest, key: str) -> HttpResponse:
    """Accept a submitted profile."""
    innovation = allowed(request, key, Act.VERIFY)
    version, at = posted_version(request, innovation), now()
    attempt(
        request, lambda: actions.verify_innovation(
            seat=request.seat, innovation=innovation, version=version, at=at),
        _("%s terverifikasi.") % innovation.name,
    )  # fmt: skip
    return redirect("registry:detail", key=key)


@require_POST
@roles(*roles_for(Act.PUBLISH))
def publish(request: SeatedRequest, key: str) -> HttpResponse:
    """Put a verified innovation into the public catalogue."""
    innovation = allowed(request, key, Act.PUBLISH)
    version, at = posted_version(request, innovation), now()
    attempt(
        request, lambda: actions.publish_innovation(
            seat=request.seat, innovation=innovation, version=version, at=at),
        _("%s terbit di katalog.") % innovation.name,
    )  # fmt: skip
    return redirect("registry:detail", key=key)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.RETIRE))
def retire(request: SeatedRequest, key: str) -> HttpResponse:
    """End an innovation, with a reason."""
    innovation = allowed(request, key, Act.RETIRE)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        version, at, reason = (
            posted_version(request, innovation),
            now(),
            form.cleaned_data["reason"],
        )
        attempt(
            request, lambda: actions.retire_innovation(
                seat=request.seat, innovation=innovation, reason=reason, version=version, at=at),
            _("%s diakhiri.") % innovation.name,
        )  # fmt: skip
        return redirect("registry:detail", key=key)
    return render(request, "registry/retire.html", {"innovation": innovation, "form": form})


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.CARRY_OVER))
def carry(request: SeatedRequest, key: str) -> HttpResponse:
    """Carry an innovation over to a new edition."""
    innovation, at = allowed(request, key, Act.CARRY_OVER), now()
    years = years_to_carry_to(innovation, at=at)
    form = CarryOverForm(request.POST or None, years=years)
    if form.is_valid():
        version, year = posted_version(request, innovation), form.cleaned_data["edition_year"]
        attempt(
            request, lambda: actions.carry_over(
                seat=request.seat, innovation=innovation, edition_year=year, version=version,
                at=at,
            ), _("%(name)s dilanjutkan ke edisi %(year)s.") % {
                "name": innovation.name, "year": year,
            },
        )  # fmt: skip
        return redirect("registry:detail", key=key)
    context = {"innovation": innovation, "form": form, "years": years, "parts": RENEWED_YEARLY}
    return render(request, "registry/carry_over.html", context)
