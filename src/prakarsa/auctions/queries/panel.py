"""The panel of a lot in its round: who is there, who is tied and by what, whether it can answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person
from prakarsa.auctions.models import AuctionPeriod, Lot, PanelMember, Presence, Round, Tie
from prakarsa.auctions.permissions import reads_ties
from prakarsa.auctions.queries.periods import visible_periods
from prakarsa.auctions.states import PANEL, Act
from prakarsa.organisations.models import Agency, AgencySuccession, Membership
from prakarsa.organisations.queries import people_of_region
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, agencies_and_below, valid_on

Capacity = PanelMember.Capacity
# The role in which somebody sits in the region, by what they are on the panel.
ROLES_BY_CAPACITY: dict[PanelMember.Capacity, Role] = {
    Capacity.MAYOR: Role.MAYOR,
    Capacity.SECRETARY: Role.SECRETARY,
    Capacity.ACADEMIC: Role.PANEL,
    Capacity.OTHER: Role.PANEL,
}
# What the regional head decides without the others.
ALONE = frozenset({Act.IMPOSE, Act.LAPSE})


@dataclass(frozen=True, slots=True)
class Sitting:
    """One member of a panel before one lot; `tie` says in words why they do not answer it."""

    member: PanelMember
    is_present: bool
    tie: str

    @property
    def answers(self) -> bool:
        """Say whether this member counts for the quorum of this lot."""
        return self.is_present and not self.tie


@dataclass(frozen=True, slots=True)
class Panel:
    """All members of a panel before one lot."""

    sittings: tuple[Sitting, ...]
    quorum: int

    @property
    def answering(self) -> int:
        """Count who is there and not tied."""
        return sum(each.answers for each in self.sittings)

    @property
    def academics(self) -> int:
        """Count the academics among them."""
        return sum(
            each.answers and each.member.capacity == Capacity.ACADEMIC for each in self.sittings
        )

    @property
    def has_quorum(self) -> bool:
        """Say whether enough members answer, at least one academic among them."""
        return self.answering >= self.quorum and self.academics >= 1

    def sitting_of(self, seat: Seat) -> Sitting | None:
        """Return the place of a seat's person on this panel."""
        person_id = seat.person.pk if seat.person else None
        found = (each for each in self.sittings if each.member.person_id == person_id)
        return next(found, None)

    def why_silent(self, seat: Seat) -> str:
        """Return in words why a seat's person cannot answer now; nothing when they can."""
        own = self.sitting_of(seat)
        if own is None:
            return _("Anda bukan anggota panel periode ini.")
        if own.tie:
            return tied_words(own.tie)
        if not own.is_present:
            return _("Catat dulu kehadiran Anda dalam putaran ini.")
        if self.has_quorum:
            return ""
        words = {"now": self.answering, "needed": self.quorum}
        text = _("Kuorum belum terpenuhi: %(now)d dari %(needed)d anggota, termasuk akademisi.")
        return text % words

    def why_barred(self, seat: Seat, act: Act) -> str:
        """Return why a seat's person cannot do one act; to end a deadlock needs no quorum.

        The regional head decides alone then, but not on an agency they are tied to.
        """
        if act not in ALONE:
            return self.why_silent(seat)
        own = self.sitting_of(seat)
        return tied_words(own.tie) if own and own.tie else ""


def tied_words(tie: str) -> str:
    """Return how somebody is told that a tie keeps them from answering."""
    return _("Anda tidak ikut menjawab lot ini karena %s.") % tie


def panel_of(lot: Lot, *, on: date) -> Panel:
    """Return the panel before a lot in its round; ties and seats are those of the day.

    Who lost the seat that put them on the panel is there for nobody, whatever was noted.
    """
    members = list(members_of(lot.period))
    agency_ids = {each.agency_id for each in lot.agencies.all()}
    ties = _ties(members, agency_ids, on)
    present: set[int] = set()
    if lot.round_id is not None:
        rows = Presence.objects.filter(round_id=lot.round_id, is_present=True)
        seated = Membership.objects.filter(
            valid_on(on),
            region=lot.period.region_id,
            role__in=set(ROLES_BY_CAPACITY.values()),
            person__is_active=True,
        )
        rows = rows.filter(member__person__in=seated.order_by().values("person"))
        present = set(rows.values_list("member_id", flat=True))
    sittings = tuple(
        Sitting(each, each.pk in present, ties.get(each.pk, "")) for each in members
    )  # fmt: skip
    return Panel(sittings, lot.period.quorum)


def tie_of(seat: Seat, lot: Lot, *, on: date) -> str:
    """Return what ties a seat's person to a lot, also off its panel; nothing when nothing does.

    Who never sat on the panel, or left it, keeps what was recorded of them and where they worked.
    """
    agency_ids = {each.agency_id for each in lot.agencies.all()}
    own = PanelMember.objects.filter(period=lot.period, person=seat.person).first()
    if own is not None:
        return _ties([own], agency_ids, on).get(own.pk, "")
    if seat.person is None:
        return ""
    return _posts({seat.person.pk}, _near(agency_ids), on).get(seat.person.pk, "")


def members_of(period: AuctionPeriod) -> QuerySet[PanelMember]:
    """Return who sits on the panel of a period, in the order in which they joined."""
    rows = PanelMember.objects.filter(period=period, left_at=None)
    return rows.select_related("person", "period__region")


def member_for(seat: Seat, key: str) -> PanelMember:
    """Return one member of a panel the seat follows; else Http404, as for a missing one."""
    rows = PanelMember.objects.filter(period__in=visible_periods(seat), left_at=None)
    member = rows.select_related("person", "period__region").filter(key=key).first()
    if member is None:
        raise Http404
    return member


def tie_for(seat: Seat, key: str) -> Tie:
    """Return one tie that the seat may read; else Http404, as for a missing one."""
    rows = Tie.objects.filter(member__period__in=visible_periods(seat))
    rows = rows.select_related("member__person", "member__period__region", "agency")
    tie = rows.filter(key=key).first()
    if tie is None or not reads_ties(seat, tie.member):
        raise Http404
    return tie


def round_for(period: AuctionPeriod, number: int) -> Round:
    """Return one round of a period; raise Http404."""
    found = Round.objects.filter(period=period, number=number).first()
    if found is None:
        raise Http404
    return found


def has_passed(held: Round, today: date) -> bool:
    """Say whether a round is over: the next one of its period has begun."""
    later = Round.objects.filter(period_id=held.period_id, number__gt=held.number)
    return later.filter(held_on__lte=today).exists()


def candidates_of(
    period: AuctionPeriod, *, on: date, roles: Collection[Role] = PANEL
) -> QuerySet[Person]:
    """Return who may be seated: people of the region in these roles on a day."""
    return people_of_region(period.region, roles, on).order_by("name")


def tied_agencies(period: AuctionPeriod, *, on: date) -> list[Tie]:
    """Return the ties that people recorded for a period and that count on a day."""
    rows = Tie.objects.filter(valid_on(on), member__period=period, member__left_at=None)
    return list(rows.select_related("member__person", "agency"))


def _ties(members: Iterable[PanelMember], agency_ids: set[int], on: date) -> dict[int, str]:
    """Return why each tied member does not answer: as recorded, else as memberships say.

    An agency stands for those below it and those it succeeded, in both directions.
    """
    near = _near(agency_ids)
    by_person = {each.person_id: each.pk for each in members}
    rows = Tie.objects.filter(
        valid_on(on), member__in=by_person.values(), agency_id__in=near
    ).order_by("pk")  # fmt: skip
    found: dict[int, str] = {}
    for tie in rows:
        found.setdefault(tie.member_id, str(tie.get_kind_display()))
    for person_id, words in _posts(by_person, near, on).items():
        found.setdefault(by_person[person_id], words)
    return found


def _posts(person_ids: Collection[int], near: set[int], on: date) -> dict[int, str]:
    """Return by person that they work, or once worked, in one of these agencies."""
    posts = Membership.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        person_id__in=person_ids,
        agency_id__in=near,
    ).order_by("pk")
    found: dict[int, str] = {}
    for post in posts:
        is_over = post.valid_until is not None and post.valid_until <= on
        kind = Tie.Kind.FORMER_POST if is_over else Tie.Kind.EMPLOYER
        found.setdefault(post.person_id, str(kind.label))
    return found


def _near(agency_ids: set[int]) -> set[int]:
    return set(agencies_and_below(agency_ids)) | _above(agency_ids)


def _above(keys: Iterable[int]) -> set[int]:
    """Return the agencies above some and those that succeeded them: one query for each level."""
    found: set[int] = set()
    fresh = set(keys)
    while fresh:
        found |= fresh
        parents = Agency.objects.filter(pk__in=fresh, parent__isnull=False).order_by()
        heirs = AgencySuccession.objects.filter(predecessor_id__in=fresh).order_by()
        rows = parents.values_list("parent_id").union(heirs.values_list("successor_id"))
        fresh = {pk for (pk,) in rows} - found
    return found
