"""Which innovations a seat sees, and one of them by its key."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Attachment, Innovation
from prakarsa.registry.permissions import reachable_innovations
from prakarsa.rules.text import normalise_name


def visible_innovations(seat: Seat) -> QuerySet[Innovation]:
    """Return the innovations a seat reaches: one's region, one's units, or what is published."""
    return Innovation.objects.filter(reachable_innovations(seat))


def innovation_for(seat: Seat, key: str) -> Innovation:
    """Return one visible innovation; out of scope and missing are the same Http404."""
    rows = visible_innovations(seat).select_related("region", "agency", "service")
    open_notes = Count("notes", filter=Q(notes__resolved_at=None))
    innovation = rows.annotate(open_notes=open_notes).filter(key=key).first()
    if innovation is None:
        raise Http404
    return innovation


def with_profile(rows: QuerySet[Innovation]) -> QuerySet[Innovation]:
    """Add what a whole profile shows, in a fixed number of queries."""
    attachments = Prefetch("attachments", Attachment.objects.select_related("file"))
    return rows.select_related("region", "agency", "service").prefetch_related(
        "affairs", "partners", "awards", "benefits", attachments
    )


def same_named(seat: Seat, name: str) -> QuerySet[Innovation]:
    """Return the innovations of that name in the seat's own scope, whatever their unit."""
    rows = visible_innovations(seat).filter(normalised_name=normalise_name(name))
    return rows.select_related("agency", "region")
