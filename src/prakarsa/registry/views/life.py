"""The acts on an innovation: return, verify, publish, retire; and the page before submitting."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry import actions
from prakarsa.registry.explaining import REFUSALS, explain
from prakarsa.registry.forms.life import ReasonForm, ReturnForm
from prakarsa.registry.models import Innovation
from prakarsa.registry.permissions import CHECKS
from prakarsa.registry.queries import innovation_for, profile_for, reporting_of
from prakarsa.registry.states import Act, roles_for


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
    except REFUSALS as refusal:
        messages.error(request, explain(refusal))
        return False
    messages.success(request, done)
    return True


@require_safe
@roles(*roles_for(Act.SUBMIT))
def submit(request: SeatedRequest, key: str) -> HttpResponse:
    """Show all answers once more; the button hands over profile and proof together."""
    allowed(request, key, Act.SUBMIT)
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
        version, at = posted_version(request.POST), now()
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
    version, at = posted_version(request.POST), now()
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
    version, at = posted_version(request.POST), now()
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
            posted_version(request.POST),
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
