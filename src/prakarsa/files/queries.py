"""Named reads of stored files and open uploads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from prakarsa.accounts.models import Person
from prakarsa.files.models import StoredFile, UploadSession
from prakarsa.organisations.seats import Seat

_DAY = timedelta(days=1)


def exports_of(seat: Seat, *, at: datetime) -> QuerySet[StoredFile]:
    """Return the finished exports a seat may fetch: its own, of this seat, not yet ended."""
    if seat.person is None:
        return StoredFile.objects.none()
    rows = StoredFile.objects.filter(
        owner=seat.person, purpose=StoredFile.Purpose.EXPORT, expires_at__gt=at
    )
    return rows.filter(membership=None) | rows.filter(membership=seat.membership)


def uploads_of(seat: Seat, *, at: datetime) -> QuerySet[UploadSession]:
    """Return the uploads a seat may go on with: those its person began and that did not end."""
    if seat.person is None:
        return UploadSession.objects.none()
    return UploadSession.objects.filter(person=seat.person, expires_at__gt=at)


def bytes_of_last_day(person: Person, *, at: datetime) -> int:
    """Return the bytes a person brought in the last 24 hours, open uploads included."""
    kept = StoredFile.objects.filter(owner=person, created_at__gt=at - _DAY).exclude(
        purpose=StoredFile.Purpose.EXPORT
    )
    under_way = UploadSession.objects.filter(person=person, expires_at__gt=at)
    return (kept.aggregate(sum=Sum("size"))["sum"] or 0) + (
        under_way.aggregate(sum=Sum("length"))["sum"] or 0
    )


def ended_files(*, at: datetime) -> Iterator[StoredFile]:
    """Give the files whose time is over."""
    return StoredFile.objects.filter(expires_at__lte=at).iterator()
