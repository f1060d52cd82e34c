"""Units that Kota Contoh had before: two offices that were merged, a ward that was split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prakarsa.accounts.models import Person
from prakarsa.demo.example_region import SINCE, address_of
from prakarsa.organisations.actions.agencies import create_agency, succeed_agencies
from prakarsa.organisations.models import Agency, Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.registry.models import Innovation

LEGAL_BASIS = "Peraturan Daerah Kota Contoh tentang perangkat daerah (contoh)"


@dataclass(frozen=True, slots=True)
class Change:
    """Former units, who carries them on, and from which day of last year."""

    former: tuple[str, ...]
    heirs: tuple[str, ...]
    month: int


MERGED = Change(("Kantor Perpustakaan", "Kantor Arsip"), ("Dinas Perpustakaan",), 1)
FORMER_HEADS = ("Dra. Sri Mulyati", "Drs. Hadi Wasito", "Murniati")
HEIR_HEADS = ("Suparno Aji", "Endah Winarni Putri")
SPLIT = Change(("Kelurahan Puspa",), ("Kelurahan Anggrek", "Kelurahan Dahlia"), 7)


def make_succession(seat: Seat, agencies: Mapping[str, Agency], at: datetime) -> list[Agency]:
    """Merge and split as the secretariat does it; return the units that were there before."""
    former: list[Agency] = []
    for change in (MERGED, SPLIT):
        heirs = [agencies[name] for name in change.heirs]
        day = date(at.year - 1, change.month, 1)
        told = datetime(day.year, day.month, 1, 2, tzinfo=at.tzinfo) - timedelta(days=11)
        units = [_former(seat, name, heirs[0], told) for name in change.former]
        succeed_agencies(
            seat=seat,
            predecessors=units,
            successors=heirs,
            effective_on=day,
            source=LEGAL_BASIS,
            at=told,
        )
        if len(heirs) > 1:
            _begin(heirs, day)
        former += Agency.objects.filter(pk__in=[unit.pk for unit in units])
    return former


def make_heads(former: Sequence[Agency], heirs: Sequence[Agency], at: datetime) -> dict[int, Seat]:
    """Give each former unit the head it had, and each ward that came of one its own."""
    found = {}
    for unit, name in zip((*former, *heirs), (*FORMER_HEADS, *HEIR_HEADS), strict=True):
        person = Person.objects.create(
            email=address_of(name), name=name, is_example=True, created_at=at, is_active=False
        )
        membership = Membership.objects.create(
            person=person, role=Role.AGENCY_HEAD, region=unit.region, agency=unit,
            valid_from=unit.valid_from or SINCE, valid_until=unit.valid_until,
        )  # fmt: skip
        found[unit.pk] = seat_of(membership)
    return found


def _former(seat: Seat, name: str, heir: Agency, at: datetime) -> Agency:
    values = {"name": name, "kind": heir.kind, "parent": heir.parent, "valid_from": SINCE}
    return create_agency(seat=seat, region=heir.region, values=values, at=at)


def _begin(heirs: Sequence[Agency], day: date) -> None:
    """Let new units and their people begin on the day on which the former one ended."""
    Agency.objects.filter(pk__in=[heir.pk for heir in heirs]).update(valid_from=day)
    Membership.objects.filter(agency__in=heirs).update(valid_from=day)


def leave_to_former(made: Sequence[Innovation], former: Sequence[Agency]) -> None:
    """Let older innovations of the merged units stay theirs; their heir reads and renews them."""
    units = [unit for unit in former if unit.name in MERGED.former]
    older = [
        row
        for row in made
        if row.agency
        and row.agency.name in MERGED.heirs
        and row.state == Innovation.State.PUBLISHED
        and row.implemented_on
        and units[0].valid_until
        and row.implemented_on < units[0].valid_until
    ]
    for row, unit in zip(older, units, strict=False):
        row.agency, row.service = unit, None
