"""Which innovations a seat sees, and one of them by its key."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Attachment, Innovation, ReturnNote
from prakarsa.registry.permissions import reachable_innovations
from prakarsa.rules.text import normalise_name

_NOTES = ReturnNote.objects.filter(innovation=OuterRef("pk"), resolved_at=None).order_by()
# A subquery, not a join: counting the rows of a list can then leave it out.
_OPEN_NOTES = Coalesce(
    Subquery(_NOTES.values("innovation").annotate(count=Count("pk")).values("count")), 0
)
LONG_TEXTS = ("design", "purpose", "benefit", "result")


def visible_innovations(seat: Seat) -> QuerySet[Innovation]:
    """Return the innovations a seat reaches: one's region, one's units, or what is published."""
    return Innovation.objects.filter(reachable_innovations(seat))


def innovation_for(seat: Seat, key: str) -> Innovation:
    """Return one visible innovation; out of scope and missing are the same Http404."""
    return _one(visible_innovations(seat), key)


def profile_for(seat: Seat, key: str) -> Innovation:
    """Return one visible innovation with everything its profile shows, or raise Http404."""
    attachments = Prefetch("attachments", Attachment.objects.select_related("file"))
    rows = visible_innovations(seat).prefetch_related(
        "affairs", "partners", "awards", "benefits", attachments
    )
    return _one(rows, key)


def _one(rows: QuerySet[Innovation], key: str) -> Innovation:
    related = rows.select_related("region", "agency", "service")
    innovation = related.annotate(open_notes=_OPEN_NOTES).filter(key=key).first()
    if innovation is None:
        raise Http404
    return innovation


def listed(rows: QuerySet[Innovation]) -> QuerySet[Innovation]:
    """Return rows as lists and exports show them, changed last first."""
    related = rows.select_related("region", "agency").defer(*LONG_TEXTS)
    return related.annotate(open_notes=_OPEN_NOTES).order_by("-changed_at", "-pk")


def same_named(seat: Seat, name: str) -> QuerySet[Innovation]:
    """Return the innovations of that name in the seat's own scope, whatever their unit."""
    rows = visible_innovations(seat).filter(normalised_name=normalise_name(name))
    return rows.select_related("agency", "region")


def attachment_for(innovation: Innovation, key: str) -> Attachment:
    """Return one attachment of an innovation by its file's key, or raise Http404."""
    attachment = innovation.attachments.select_related("file").filter(file__key=key).first()
    if attachment is None:
        raise Http404
    return attachment
