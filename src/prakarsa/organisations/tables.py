"""People, invitations and regions as tables: the same rows as their pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person
from prakarsa.formats.tables import Column, ColumnKind, Value
from prakarsa.organisations.models import Invitation, Region
from prakarsa.organisations.queries import has_expired

PIECE = 500


def people_columns() -> list[Column]:
    """Return the heads of the people: one row for each role somebody holds."""
    return [
        Column(_("Nama"), width=32),
        Column(_("Alamat surel"), width=36),
        Column(_("Peran"), width=24),
        Column(_("Daerah"), width=24),
        Column(_("Unit kerja"), width=36),
        Column(_("Berlaku sejak"), ColumnKind.DAY, 14),
        Column(_("Berlaku sampai"), ColumnKind.DAY, 14),
        Column(_("Akun"), width=12),
    ]


def people_rows(people: QuerySet[Person]) -> Iterator[tuple[Value, ...]]:
    """Give the roles of people whose memberships are read along."""
    for person in people.iterator(chunk_size=PIECE):
        account = _("Aktif") if person.is_active else _("Nonaktif")
        for row in person.memberships.all():
            yield (
                person.name, person.email, row.get_role_display(),
                row.region.name if row.region else "", row.agency.name if row.agency else "",
                row.valid_from, row.valid_until, account,
            )  # fmt: skip


def invitation_columns() -> list[Column]:
    """Return the heads of the invitations."""
    return [
        Column(_("Nama"), width=32),
        Column(_("Alamat surel"), width=36),
        Column(_("Peran"), width=24),
        Column(_("Daerah"), width=24),
        Column(_("Unit kerja"), width=36),
        Column(_("Keadaan"), width=18),
        Column(_("Undangan berlaku sampai"), ColumnKind.DAY, 18),
    ]


def invitation_rows(
    invitations: QuerySet[Invitation], *, at: datetime
) -> Iterator[tuple[Value, ...]]:
    """Give the invitations as the page shows them at a moment."""
    for row in invitations.iterator(chunk_size=PIECE):
        state = _("Kedaluwarsa") if has_expired(row, at=at) else row.get_state_display()
        yield (
            row.name, row.email, row.get_role_display(), row.region.name if row.region else "",
            row.agency.name if row.agency else "", state, row.expires_at,
        )  # fmt: skip


def region_columns() -> list[Column]:
    """Return the heads of the regions."""
    return [
        Column(_("Kode"), width=10),
        Column(_("Nama"), width=36),
        Column(_("Jenis"), width=14),
        Column(_("Induk"), width=28),
    ]


def region_rows(regions: QuerySet[Region]) -> Iterator[tuple[Value, ...]]:
    """Give the regions by code."""
    for row in regions.iterator(chunk_size=PIECE):
        parent = row.parent.name if row.parent else ""
        yield row.code, row.name, row.get_kind_display(), parent
