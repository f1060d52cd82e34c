"""What was said about the lots of Kota Contoh: tests of data, offers, decisions, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from prakarsa.auctions.models import AuctionPeriod, DataTest, Decision, Lot, LotEvent, Offer, Round
from prakarsa.auctions.states import Act, transition
from prakarsa.demo.words import dice
from prakarsa.foundation.time import local_day
from prakarsa.organisations.seats import Seat

State, Side, Kind = Lot.State, Offer.Side, Decision.Kind
SECRETARIAT, VERIFIER, MAYOR = "Nadia Anggraini", "Dimas Prayoga", "Laksmi Wardhani"
# The acts that led to each state, in order; the room's own acts stand between `schedule` and it.
ROOM = (Act.OFFER, Act.COUNTER, Act.OFFER, Act.COUNTER, Act.OFFER)
PATHS: dict[str, tuple[Act, ...]] = {
    State.DRAFT: (),
    State.DATA_TEST: (Act.SUBMIT,),
    State.TESTED: (Act.SUBMIT, Act.PASS),
    State.SCHEDULED: (Act.SUBMIT, Act.PASS, Act.SCHEDULE),
    State.PRESENTED: (Act.SUBMIT, Act.PASS, Act.SCHEDULE, *ROOM),
    State.COUNTERED: (Act.SUBMIT, Act.PASS, Act.SCHEDULE, *ROOM[:2]),
    State.NOT_READY: (Act.SUBMIT, Act.PASS, Act.SCHEDULE, Act.OFFER, Act.POSTPONE),
    State.AGREED: (Act.SUBMIT, Act.PASS, Act.SCHEDULE, *ROOM, Act.ACCEPT),
    State.IMPOSED: (Act.SUBMIT, Act.PASS, Act.SCHEDULE, *ROOM[:3], Act.IMPOSE),
    State.LAPSED: (Act.SUBMIT, Act.PASS, Act.SCHEDULE, *ROOM[:2], Act.LAPSE),
    State.WITHDRAWN: (Act.SUBMIT, Act.FAIL, Act.WITHDRAW),
}
REASONS = {
    Act.PASS: "Angkanya sama dengan berkas sumber dan dapat dihitung ulang (contoh).",
    Act.FAIL: "Berkas sumber tidak memuat angka ini (contoh).",
    Act.POSTPONE: "Anggaran tahun depan belum dibahas (contoh).",
    Act.IMPOSE: "Dua putaran tidak mendekat, sedangkan anggarannya tersedia (contoh).",
    Act.LAPSE: "Data pembanding menunjukkan janji ini tidak masuk akal (contoh).",
    Act.WITHDRAW: "Indikatornya sudah menjadi bagian lot lain (contoh).",
}
BIDDER_REASONS = (
    "Mengikuti laju lima tahun terakhir (contoh).",
    "Petugas tambahan mulai bekerja tahun depan (contoh).",
    "Dua lokasi tambahan beroperasi lebih awal (contoh).",
)
PANEL_REASONS = (
    "Target rencana pembangunan; anggaran sudah tercantum (contoh).",
    "Memberi waktu pengadaan satu tahun anggaran (contoh).",
)
STORY = "Sampah terkelola"
STORY_OFFERS: tuple[tuple[str, int, int, int, str], ...] = (
    ("70.00", 3, 12, 31, "Mengikuti laju lima tahun terakhir."),
    ("85.00", 1, 12, 31, "Target RPJMD; anggaran sudah tercantum."),
    ("75.00", 2, 12, 31, "Bank sampah di seluruh kelurahan mulai tahun depan."),
    ("82.00", 2, 6, 30, "Memberi waktu pengadaan satu tahun anggaran."),
    ("79.00", 2, 6, 30, "Dua TPS 3R tambahan beroperasi lebih awal."),
)


@dataclass(slots=True)
class Told:
    """Everything to write, in the order in which it was said."""

    events: list[LotEvent] = field(default_factory=list)
    tests: list[DataTest] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def make_offers(
    period: AuctionPeriod, seats: Mapping[str, Seat], heads: Mapping[int, Seat], at: datetime
) -> list[Lot]:
    """Write the path of every lot; lots that are to be contracted are agreed, and returned."""
    lots = list(_lots(period))
    told = Told()
    for lot in lots:
        _tell(lot, heads, seats, at, told)
    LotEvent.objects.bulk_create(told.events)
    DataTest.objects.bulk_create(told.tests)
    Offer.objects.bulk_create(told.offers)
    for decision in told.decisions:
        decision.offer_id = decision.offer.pk if decision.offer else None
    Decision.objects.bulk_create(told.decisions)
    to_contract = [lot for lot in lots if lot.state == State.CONTRACTED]
    for lot in to_contract:
        lot.state = State.AGREED
    fields = ["state", "state_since", "version", "changed_at"]
    Lot.objects.bulk_update(lots, fields)
    return to_contract


def _lots(period: AuctionPeriod) -> QuerySet[Lot]:
    rows = Lot.objects.filter(period=period).select_related("round", "period__region")
    return rows.prefetch_related("agencies").order_by("number")


def heads_of(seats: Mapping[str, Seat]) -> dict[int, Seat]:
    """Return the seat of the head of each agency that has one, by the agency's id."""
    return {seat.agency.pk: seat for seat in seats.values() if seat.agency and _is_head(seat)}


def _is_head(seat: Seat) -> bool:
    return seat.role.value == "agency_head"


def _tell(
    lot: Lot, heads: Mapping[int, Seat], seats: Mapping[str, Seat], at: datetime, told: Told
) -> None:
    goal = State.AGREED if lot.state == State.CONTRACTED else State(lot.state)
    acts = PATHS[goal]
    head = heads[next(row.agency_id for row in lot.agencies.all() if row.is_lead)]
    moments = list(_moments(lot, acts, at))
    terms = list(_terms(lot))
    state = str(State.DRAFT)
    named: list[Offer] = []
    for act, moment in zip(acts, moments, strict=True):
        row = transition(state, act)
        assert row is not None, (lot.title, state, act)
        seat = _who(act, head, seats)
        reason = REASONS.get(act, "")
        if act in (Act.OFFER, Act.COUNTER):
            value, day, reason = terms[len(named)]
            named.append(_offer(lot, len(named) + 1, seat, (value, day, reason), moment))
        if act in (Act.PASS, Act.FAIL):
            told.tests.append(_test(lot, seat, reason, moment, is_accepted=act == Act.PASS))
        told.events.append(_event(lot, act, state, str(row.next_state), seat, reason, moment))
        if row.next_state in (State.AGREED, State.IMPOSED, State.LAPSED):
            told.decisions.append(_decision(lot, act, named, seat, reason, moment))
        state, lot.state_since, lot.changed_at = str(row.next_state), moment, moment
        lot.version += 1
    told.offers += named


def _moments(lot: Lot, acts: Sequence[Act], at: datetime) -> Iterator[datetime]:
    """Give each act its moment: paper in the weeks before the round, the room within an hour."""
    today = local_day(at, lot.period.region.zone)
    is_today = lot.round is None or lot.round.held_on == today
    room = [act for act in acts if act not in (Act.SUBMIT, Act.PASS, Act.FAIL, Act.SCHEDULE)]
    begun = at - timedelta(minutes=2 + 10 * (len(room) - 1))
    if not is_today and lot.round is not None:
        begun = datetime.combine(lot.round.held_on, time(2 + lot.number % 6), tzinfo=UTC)
    paper = begun - timedelta(days=40)
    spoken = 0
    for place, act in enumerate(acts):
        if act in room:
            yield begun + timedelta(minutes=10 * spoken)
            spoken += 1
        else:
            yield paper + timedelta(days=9 * place, minutes=13 * lot.number)


def _terms(lot: Lot) -> Iterator[tuple[Decimal, date, str]]:
    """Yield what each offer names: both sides begin apart and come nearer."""
    assert lot.baseline is not None
    assert lot.end_value is not None
    assert lot.end_on is not None
    if lot.title == STORY:
        year = lot.end_on.year - 3
        yield from (
            (Decimal(value), date(year + years, month, day), f"{reason[:-1]} (contoh).")
            for value, years, month, day, reason in STORY_OFFERS
        )
        return
    chance = dice(f"offers {lot.title}")
    places = max(0, -int(lot.baseline.normalize().as_tuple().exponent))
    way, opening = lot.end_value - lot.baseline, chance.randrange(45, 70)
    # Percent of the way: the agency climbs, the panel gives way, the last is what was asked.
    steps = (opening, 125, (opening + 100) // 2, 110, 100)
    for place, share in enumerate(steps):
        value = round(lot.baseline + way * share / 100, places)
        if value == lot.baseline:
            value = lot.end_value
        years = (0, -2, 0, -1, -1 if lot.number % 3 == 0 else 0)[place]
        if lot.end_on.year >= lot.period.ends_on.year:
            years = 0
        reasons = PANEL_REASONS if place % 2 else BIDDER_REASONS
        yield max(value, Decimal(0)), _years_on(lot.end_on, years), reasons[place // 2]


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def _who(act: Act, head: Seat, seats: Mapping[str, Seat]) -> Seat:
    if act in (Act.PASS, Act.FAIL):
        return seats[VERIFIER]
    if act in (Act.OFFER, Act.SUBMIT, Act.WITHDRAW):
        return head
    return seats[SECRETARIAT] if act == Act.SCHEDULE else seats[MAYOR]


def _offer(
    lot: Lot, number: int, seat: Seat, terms: tuple[Decimal, date, str], moment: datetime
) -> Offer:
    value, day, reason = terms
    return Offer(
        lot=lot,
        number=number,
        round=lot.round or _last_round(lot),
        side=Side.BIDDER if _is_head(seat) else Side.PANEL,
        value=value,
        day=day,
        reason=reason,
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=moment,
    )


def _last_round(lot: Lot) -> Round:
    """A lot that was sent back sat in the last round before it lost its place."""
    return Round.objects.get(period=lot.period, number=lot.period.round_count)


def _test(lot: Lot, seat: Seat, reason: str, moment: datetime, *, is_accepted: bool) -> DataTest:
    assert lot.baseline is not None
    assert lot.baseline_on is not None
    return DataTest(
        lot=lot,
        is_accepted=is_accepted,
        reason=reason,
        baseline=lot.baseline,
        baseline_on=lot.baseline_on,
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=moment,
    )


def _event(
    lot: Lot, act: Act, before: str, after: str, seat: Seat, reason: str, moment: datetime
) -> LotEvent:
    return LotEvent(
        lot=lot,
        act=act,
        state_before=before,
        state_after=after,
        round=lot.round if act not in (Act.SUBMIT, Act.PASS, Act.FAIL) else None,
        reason=reason,
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=moment,
    )


def _decision(
    lot: Lot, act: Act, named: Sequence[Offer], seat: Seat, reason: str, moment: datetime
) -> Decision:
    kind = {Act.ACCEPT: Kind.ACCEPTED, Act.IMPOSE: Kind.IMPOSED, Act.LAPSE: Kind.LAPSED}[act]
    offer = named[-1] if kind == Kind.ACCEPTED else None
    value = lot.end_value if kind == Kind.IMPOSED else offer.value if offer else None
    day = lot.end_on if kind == Kind.IMPOSED else offer.day if offer else None
    return Decision(
        lot=lot,
        kind=kind,
        offer=offer,
        value=value,
        day=day,
        reason=reason if kind != Kind.ACCEPTED else "",
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=moment,
    )
