"""The pages of one innovation: profile, measured benefits, history, attachments."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation
from prakarsa.registry.permissions import READERS, acts_for
from prakarsa.registry.queries import (
    history_of,
    innovation_for,
    measured_benefits,
    profile_for,
    reporting_of,
)


def frame_of(seat: Seat, innovation: Innovation, tab: str) -> dict[str, Any]:
    """Return what the head of an innovation's pages needs."""
    return {"innovation": innovation, "tab": tab, "acts": acts_for(seat, innovation)}


@require_safe
@roles(*READERS)
def detail(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the whole profile, part by part, with what is missing beside it."""
    innovation = profile_for(request.seat, key)
    context = frame_of(request.seat, innovation, "profile")
    context["reporting"] = reporting_of(innovation, at=now())
    return render(request, "registry/detail.html", context)


@require_safe
@roles(*READERS)
def benefits(request: SeatedRequest, key: str) -> HttpResponse:
    """Show what was measured, before and after, with the working."""
    innovation = profile_for(request.seat, key)
    context = frame_of(request.seat, innovation, "benefits")
    context["measured"] = measured_benefits(innovation)
    return render(request, "registry/benefits.html", context)


@require_safe
@roles(*READERS)
def history(request: SeatedRequest, key: str) -> HttpResponse:
    """Show each act with the fields it changed."""
    innovation = innovation_for(request.seat, key)
    context = frame_of(request.seat, innovation, "history")
    context["entries"], context["page"] = history_of(innovation, request.GET)
    return render(request, "registry/history.html", context)
