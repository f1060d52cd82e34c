"""Record an innovation and fill in its profile, one part per page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry.actions import NameTaken, create_innovation
from prakarsa.registry.forms.life import NewForm
from prakarsa.registry.forms.pages import PartPage
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from prakarsa.registry.permissions import CREATORS, can_edit, can_submit
from prakarsa.registry.queries import (
    design_words_needed,
    edition_year_of,
    notes_of,
    profile_for,
    reporting_of,
    same_named,
)
from prakarsa.registry.states import Act, transition
from prakarsa.registry.views.saving import save_part

DOUBLE_CLICK = timedelta(minutes=1)


@require_http_methods(["GET", "POST"])
@roles(*CREATORS)
def new(request: SeatedRequest) -> HttpResponse:
    """Begin with a name; an innovation of that name in one's own scope is pointed out."""
    form = NewForm(request.POST or None, seat=request.seat)
    same: list[Innovation] = []
    if form.is_valid():
        name, agency = form.cleaned_data["name"], form.cleaned_data["agency"]
        same = [each for each in same_named(request.seat, name)[:5] if not is_fresh(request, each)]
        if not same or form.cleaned_data["is_separate"]:
            try:
                made = create_innovation(seat=request.seat, name=name, agency=agency, at=now())
            except NameTaken:
                form.add_error("name", _("Unit ini sudah mencatat inovasi bernama '%s'.") % name)
            else:
                return redirect("registry:tasks", key=made.key)
    return render(request, "registry/new.html", {"form": form, "same": same})


def is_fresh(request: SeatedRequest, innovation: Innovation) -> bool:
    """Say whether this is the draft that the same person has just begun, by a double click."""
    is_own = innovation.created_by_key == request.seat.actor.key
    return is_own and innovation.version == 1 and now() - innovation.created_at < DOUBLE_CLICK


def editable(request: SeatedRequest, key: str) -> Innovation:
    """Return an innovation the seat may change; one that waits for others is left as it is."""
    innovation = profile_for(request.seat, key)
    if not is_closed(innovation) and not can_edit(request.seat, innovation):
        raise PermissionDenied
    return innovation


def is_closed(innovation: Innovation) -> bool:
    """Say whether nobody may change the profile in its present state."""
    return transition(innovation.state, Act.CHANGE) is None


def refuse_closed(request: SeatedRequest, innovation: Innovation) -> HttpResponse:
    """Lead back to the innovation and say why it cannot be changed now."""
    words = {"name": innovation.name, "state": innovation.get_state_display()}
    text = _("%(name)s berstatus %(state)s, jadi profilnya tidak dapat diubah sekarang.")
    messages.warning(request, text % words)
    return redirect("registry:detail", key=innovation.key)


@require_safe
@roles(*CREATORS)
def tasks(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the parts of the profile with what is done and what is missing."""
    innovation = editable(request, key)
    if is_closed(innovation):
        return refuse_closed(request, innovation)
    context = {
        "innovation": innovation,
        "reporting": reporting_of(innovation, at=now()),
        "can_submit": can_submit(request.seat, innovation),
    }
    return render(request, "registry/tasks.html", context)


@require_http_methods(["GET", "POST"])
@roles(*CREATORS)
def edit(request: SeatedRequest, key: str, part: str) -> HttpResponse:
    """Change one part of the profile."""
    if part not in Part.values or part == Part.ATTACHMENTS:
        raise Http404
    innovation, chosen = editable(request, key), Part(part)
    if is_closed(innovation) and request.method != "POST":
        return refuse_closed(request, innovation)
    page = PartPage(chosen, innovation, request.POST or None)
    attempt = save_part(request, innovation, page)
    if attempt.saved is not None:
        return redirect(next_address(request, attempt.saved, chosen))
    context = page_of(request, innovation, chosen)
    context |= {"page": page, "version": attempt.version, "conflict": attempt.conflict}
    is_late = attempt.conflict is not None or is_closed(innovation)
    return render(request, "registry/edit.html", context, status=409 if is_late else 200)


def page_of(request: SeatedRequest, innovation: Innovation, part: Part) -> dict[str, Any]:
    """Return what a part's page shows beside its form."""
    return {
        "innovation": innovation,
        "part": part,
        "is_closed": is_closed(innovation),
        "notes": [each for each in notes_of(innovation) if each.note.about == part],
        "words_needed": design_words_needed(edition_year_of(innovation, at=now())),
        "draft_name": draft_name(request, innovation, part),
    }


def draft_name(request: SeatedRequest, innovation: Innovation, part: Part) -> str:
    """Return under which name the device may keep typed text: only of one's own unsent draft."""
    own = innovation.created_by_key == request.seat.actor.key
    is_unsent = innovation.state == Innovation.State.DRAFT
    return f"{request.seat.actor.key}/{innovation.key}/{part.value}" if own and is_unsent else ""


def next_address(request: SeatedRequest, innovation: Innovation, part: Part) -> str:
    """Return where the button leads: the next part, this page again, or the task list."""
    order, wish = list(Part), request.POST.get("next", "")
    if wish == "again":
        return reverse("registry:edit", args=[innovation.key, part.value])
    messages.success(request, _("%(part)s %(name)s tersimpan.") % {
        "part": part.label, "name": innovation.name,
    })  # fmt: skip
    later = order[order.index(part) + 1 :]
    if wish == "continue" and later:
        return reverse("registry:edit", args=[innovation.key, later[0].value])
    return reverse("registry:tasks", args=[innovation.key])
