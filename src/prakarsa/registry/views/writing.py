"""Record an innovation and fill in its profile, one part per page."""

from __future__ import annotations

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
    edition_of,
    notes_of,
    profile_for,
    reporting_of,
    same_named,
)
from prakarsa.registry.views.saving import save_part


@require_http_methods(["GET", "POST"])
@roles(*CREATORS)
def new(request: SeatedRequest) -> HttpResponse:
    """Begin with a name; an innovation of that name in one's own scope is pointed out."""
    form = NewForm(request.POST or None, seat=request.seat)
    same: list[Innovation] = []
    if form.is_valid():
        name, agency = form.cleaned_data["name"], form.cleaned_data["agency"]
        same = list(same_named(request.seat, name)[:5])
        if not same or form.cleaned_data["is_separate"]:
            try:
                made = create_innovation(seat=request.seat, name=name, agency=agency, at=now())
            except NameTaken:
                form.add_error("name", _("Unit ini sudah mencatat inovasi bernama '%s'.") % name)
            else:
                return redirect("registry:tasks", key=made.key)
    return render(request, "registry/new.html", {"form": form, "same": same})


def editable(request: SeatedRequest, key: str) -> Innovation:
    """Return an innovation the seat may change now; one it only reads is refused."""
    innovation = profile_for(request.seat, key)
    if not can_edit(request.seat, innovation):
        raise PermissionDenied
    return innovation


@require_safe
@roles(*CREATORS)
def tasks(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the parts of the profile with what is done and what is missing."""
    innovation = editable(request, key)
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
    page = PartPage(chosen, innovation, request.POST or None)
    attempt = save_part(request, innovation, page)
    if attempt.saved is not None:
        return redirect(next_address(request, attempt.saved, chosen))
    context = {
        "innovation": innovation,
        "part": chosen,
        "page": page,
        "version": attempt.version,
        "conflict": attempt.conflict,
        "notes": [each for each in notes_of(innovation) if each.note.about == chosen],
        "words_needed": design_words_needed(edition_of(innovation, at=now())),
        "draft_name": draft_name(request, innovation, chosen),
    }
    return render(request, "registry/edit.html", context, status=409 if attempt.conflict else 200)


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
