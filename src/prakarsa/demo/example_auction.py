"""The auction of Kota Contoh: a period of four rounds, its panel, and sixty lots in every state.

Each lot promises the measure of an idea of the vocabulary, to be delivered by its innovation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from prakarsa.auctions.models import (
    AuctionPeriod,
    KnownValue,
    Lot,
    LotAgency,
    LotFile,
    Mission,
    PanelMember,
    Presence,
    Round,
    Segment,
    Tie,
)
from prakarsa.demo.example_files import make_report
from prakarsa.demo.words import dice, example_words
from prakarsa.files.models import StoredFile
from prakarsa.foundation.time import local_day
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation

State, Direction = Lot.State, Lot.Direction
ROUNDS = 4
MISSIONS = (
    "Pendidikan, kesehatan, dan layanan dasar bagi semua",
    "Kota yang tertata, bersih, dan tangguh bencana",
    "Ekonomi rakyat yang tumbuh dan terbuka",
    "Pemerintahan yang jujur, cepat, dan terukur",
)
MISSION_OF = {
    "Dinas Pendidikan": 1, "Dinas Kesehatan": 1, "Dinas Sosial": 1, "Dinas P3AKB": 1,
    "Dinas Perpustakaan": 1, "Kantor Perpustakaan": 1, "Kelurahan Puspa": 1,
    "Dinas Pekerjaan Umum": 2, "Dinas Perumahan": 2, "Satpol PP": 2,
    "BPBD": 2, "Dinas Lingkungan Hidup": 2, "Dinas Perhubungan": 2, "Dinas Tenaga Kerja": 3,
    "Dinas Pertanian": 3, "Dinas Koperasi dan Perdagangan": 3, "DPMPTSP": 3,
    "Dinas Pariwisata": 3,
}  # fmt: skip
# How many lots stand where, in the order of their numbers; the first stood in the first rounds.
SHARES: tuple[tuple[str, int], ...] = (
    (State.CONTRACTED, 36), (State.AGREED, 3), (State.IMPOSED, 1), (State.LAPSED, 2),
    (State.WITHDRAWN, 2), (State.NOT_READY, 2), (State.COUNTERED, 1), (State.PRESENTED, 1),
    (State.SCHEDULED, 3), (State.TESTED, 3), (State.DATA_TEST, 2), (State.DRAFT, 3),
)  # fmt: skip
# Promised by units that were merged or split since, so they stand first.
FORMER_OF = {"PUSTAKA SINGGAH": "Kantor Perpustakaan", "ARSIP KELUARGA": "Kantor Arsip"}
SECOND_ROUND, THIRD_ROUND = 16, 30
STORY_NUMBER, WORSE_THAN_BEFORE = 3, 11


@dataclass(frozen=True, slots=True)
class Plan:
    """What a lot is made from: an idea of the vocabulary, its home, where it stands, which round.

    `before` is the known past, the oldest first; values in the unit of the measure.
    """

    number: int
    agency: Agency
    title: str
    indicator: str
    unit: str
    direction: str
    baseline: Decimal
    end: Decimal
    state: str
    round: int
    before: tuple[Decimal, ...]
    innovation: Innovation | None
    places: int


def make_auction(
    region: Region,
    seats: Mapping[str, Seat],
    agencies: Mapping[str, Agency],
    innovations: Sequence[Innovation],
    at: datetime,
) -> AuctionPeriod:
    """Make the period, its panel and its lots; their offers are made by `example_offers`."""
    period = _period(region, at)
    rounds = _rounds(period, at)
    _panel(period, rounds, seats, agencies, at)
    missions = [
        Mission(period=period, number=number, text=text)
        for number, text in enumerate(MISSIONS, start=1)
    ]
    Mission.objects.bulk_create(missions)
    maker = str(seats["Nadia Anggraini"].actor.key)
    plans = [_story(agencies, innovations), *_plans(agencies, innovations)]
    _write_lots(period, missions, rounds, plans, maker, at)
    return period


def _period(region: Region, at: datetime) -> AuctionPeriod:
    return AuctionPeriod.objects.create(
        region=region,
        name=f"Lelang kinerja {at.year - 2}–{at.year + 3}",
        starts_on=date(at.year - 2, 1, 1),
        ends_on=date(at.year + 3, 12, 31),
        round_count=ROUNDS,
        quorum=3,
        turn_minutes=10,
        place="Ruang kendali Kota Contoh",
        basis="Peraturan Wali Kota Contoh tentang lelang kinerja (contoh)",
        book="contoh",
        created_at=at - timedelta(days=1200),
    )


def _rounds(period: AuctionPeriod, at: datetime) -> list[Round]:
    days = [
        date(at.year - 3, 11, 14), date(at.year - 3, 11, 15), date(at.year - 2, 11, 13),
        local_day(at, period.region.zone),
    ]  # fmt: skip
    rounds = [
        Round(period=period, number=number, held_on=day, starts_at=time(9), place=period.place)
        for number, day in enumerate(days, start=1)
    ]
    return Round.objects.bulk_create(rounds)


def _panel(
    period: AuctionPeriod,
    rounds: Sequence[Round],
    seats: Mapping[str, Seat],
    agencies: Mapping[str, Agency],
    at: datetime,
) -> None:
    """Four members; one of the academics once served in the agency of the story."""
    capacity = PanelMember.Capacity
    named = {
        "Laksmi Wardhani": capacity.MAYOR, "Hendra Kusuma": capacity.SECRETARY,
        "Prof. Ratna Wijayanti": capacity.ACADEMIC, "Dr. Arif Budiman": capacity.ACADEMIC,
    }  # fmt: skip
    writer = seats["Nadia Anggraini"].actor.key
    for name, each in named.items():
        person = seats[name].person
        assert person is not None
        member = PanelMember.objects.create(period=period, person=person, capacity=each)
        Presence.objects.bulk_create(
            Presence(
                round=sitting, member=member, is_present=True, recorded_by_key=writer,
                recorded_at=at - timedelta(hours=2),
            )
            for sitting in rounds
        )  # fmt: skip
    Tie.objects.create(
        member=member,
        agency=agencies["Dinas Lingkungan Hidup"],
        kind=Tie.Kind.FORMER_POST,
        valid_from=date(at.year - 4, 1, 1),
        valid_until=date(at.year + 1, 1, 1),
        recorded_by_key=writer,
        recorded_at=at - timedelta(days=40),
    )


def _story(agencies: Mapping[str, Agency], innovations: Sequence[Innovation]) -> Plan:
    """The lot of the guide: waste that is managed, on the table right now."""
    home = agencies["Dinas Lingkungan Hidup"]
    return Plan(
        number=STORY_NUMBER,
        agency=home,
        title="Sampah terkelola",
        indicator="Persentase timbulan sampah yang terkelola",
        unit="%",
        direction=Direction.HIGHER,
        baseline=Decimal("61.40"),
        end=Decimal("85.00"),
        state=State.PRESENTED,
        round=ROUNDS,
        before=tuple(map(Decimal, ("52.08", "54.60", "57.30", "59.60"))),
        innovation=_own(innovations, "PIJAR", home),
        places=2,
    )


def _plans(agencies: Mapping[str, Agency], innovations: Sequence[Innovation]) -> Iterator[Plan]:
    """Yield the lots made from ideas, in the order of the vocabulary, numbered around the story."""
    states = [state for state, count in SHARES for _each in range(count)]
    ideas = sorted(
        example_words()["ideas"],
        key=lambda idea: (idea["name"] not in FORMER_OF, idea["home"] not in MISSION_OF),
    )
    numbers = [number for number in range(1, len(states) + 3) if number != STORY_NUMBER]
    yield _split_ward(agencies["Kelurahan Puspa"], numbers.pop(0))
    for number, state, idea in zip(numbers, states, ideas, strict=False):
        home = FORMER_OF.get(idea["name"], idea["home"])
        yield _plan(number, state, idea, agencies[home], innovations)


def _split_ward(ward: Agency, number: int) -> Plan:
    """The lot of a ward that was split since."""
    return Plan(
        number=number,
        agency=ward,
        title="Balita yang ditimbang setiap bulan",
        indicator="Persentase balita yang ditimbang setiap bulan",
        unit="%",
        direction=Direction.HIGHER,
        baseline=Decimal("58.00"),
        end=Decimal("90.00"),
        state=State.CONTRACTED,
        round=1,
        before=tuple(map(Decimal, ("51.20", "53.00", "55.50", "56.80"))),
        innovation=None,
        places=2,
    )


def _plan(
    number: int,
    state: str,
    idea: Mapping[str, Any],
    agency: Agency,
    innovations: Sequence[Innovation],
) -> Plan:
    measure = idea["measure"]
    baseline, end = Decimal(measure["baseline"]), Decimal(measure["result"])
    places = max(0, -int(baseline.as_tuple().exponent), -int(end.as_tuple().exponent))
    chance = dice(f"lot {idea['name']}")
    step = (end - baseline) / Decimal(chance.randrange(9, 16))
    # One lot whose baseline is worse than all that was known before it.
    back_step = -step if number == WORSE_THAN_BEFORE else step
    before = tuple(
        round(max(Decimal(0), baseline - back_step * back), places) for back in range(4, 0, -1)
    )
    return Plan(
        number=number,
        agency=agency,
        title=_sentence(str(measure["what"]))[:200],
        indicator=_sentence(str(measure["what"])),
        unit="%" if measure["unit"] == "persen" else measure["unit"],
        direction=Direction.HIGHER if end > baseline else Direction.LOWER,
        baseline=baseline,
        end=end,
        state=state,
        round=_round_of(number, state),
        before=before,
        innovation=_own(innovations, idea["name"], agency),
        places=places,
    )


def _round_of(number: int, state: str) -> int:
    """Say in which round a lot was: contracts come from the first three; 0 is none."""
    if state in (State.DRAFT, State.DATA_TEST, State.TESTED, State.NOT_READY, State.WITHDRAWN):
        return 0
    if state != State.CONTRACTED:
        return ROUNDS
    return 1 if number <= SECOND_ROUND else 2 if number <= THIRD_ROUND else 3


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _own(innovations: Sequence[Innovation], name: str, agency: Agency) -> Innovation | None:
    """Return the innovation of that name that the agency itself has."""
    found = (row for row in innovations if row.name == name and row.agency_id == agency.pk)
    return next(found, None)


def _write_lots(
    period: AuctionPeriod,
    missions: Sequence[Mission],
    rounds: Sequence[Round],
    plans: Sequence[Plan],
    maker: str,
    at: datetime,
) -> None:
    lots = [_lot(period, missions, rounds, plan, maker, at) for plan in plans]
    Lot.objects.bulk_create(lots)
    pairs = list(zip(plans, lots, strict=True))
    LotAgency.objects.bulk_create(each for plan, lot in pairs for each in _shares(plan, lot))
    KnownValue.objects.bulk_create(each for plan, lot in pairs for each in _known(plan, lot))
    Segment.objects.bulk_create(each for plan, lot in pairs for each in _segments(plan, lot))
    papers = [_paper(plan, lot) for plan, lot in pairs if plan.state != State.DRAFT]
    StoredFile.objects.bulk_create(paper.file for paper in papers)
    LotFile.objects.bulk_create(papers)


def _lot(
    period: AuctionPeriod,
    missions: Sequence[Mission],
    rounds: Sequence[Round],
    plan: Plan,
    maker: str,
    at: datetime,
) -> Lot:
    sitting = rounds[plan.round - 1] if plan.round else None
    today = local_day(at, period.region.zone)
    held = sitting.held_on if sitting else today
    measured = date(held.year - 1, 12, 31)
    created = at - timedelta(days=(today - held).days + 60)
    is_bare = plan.state == State.DRAFT and plan.number % 2 == 0
    return Lot(
        period=period,
        number=plan.number,
        mission=missions[MISSION_OF.get(plan.agency.name, 4) - 1],
        title=plan.title,
        indicator=plan.indicator,
        definition=f"{plan.indicator}, dihitung menurut pedoman data Kota Contoh (contoh).",
        unit=plan.unit,
        direction=plan.direction,
        baseline=plan.baseline,
        baseline_on=measured,
        baseline_source="" if is_bare else f"Laporan kinerja {plan.agency.name} (contoh)",
        end_value=plan.end,
        end_on=min(date(held.year + 3, 12, 31), period.ends_on),
        budget_line=f"Program layanan {plan.agency.name} (contoh)",
        innovation=plan.innovation,
        round=sitting,
        state=plan.state,
        state_since=created,
        created_by_key=maker,
        created_at=created,
        changed_at=created,
    )


def _shares(plan: Plan, lot: Lot) -> Iterator[LotAgency]:
    yield LotAgency(lot=lot, agency=plan.agency, is_lead=True, share_hundredths=10_000)


def _known(plan: Plan, lot: Lot) -> Iterator[KnownValue]:
    assert lot.baseline_on is not None
    for back, value in zip(range(len(plan.before), 0, -1), plan.before, strict=True):
        yield KnownValue(
            lot=lot,
            day=date(lot.baseline_on.year - back, 12, 31),
            value=value,
            source=f"Laporan kinerja {plan.agency.name} (contoh)",
        )
    chance = dice(f"peers {plan.title}")
    for peer in ("Kota Teladan (rekaan)", "Kabupaten Elok (rekaan)"):
        share = Decimal(chance.randrange(60, 115)) / 100
        value = plan.baseline + (plan.end - plan.baseline) * share
        yield KnownValue(
            lot=lot, peer=peer, day=lot.baseline_on, value=round(value, plan.places),
            source="Contoh",
        )  # fmt: skip


def _segments(plan: Plan, lot: Lot) -> Iterator[Segment]:
    """Counts have parts that add up: one for each half of the city."""
    if plan.unit == "%" or plan.baseline != int(plan.baseline) or plan.baseline < 4:
        return
    north = plan.baseline * 55 // 100
    yield Segment(lot=lot, name="Contoh Utara dan Timur", value=north)
    yield Segment(lot=lot, name="Contoh Selatan dan Barat", value=plan.baseline - north)


def _paper(plan: Plan, lot: Lot) -> LotFile:
    """Return the file under the baseline of a lot, not yet saved."""
    lines = (plan.title[:60], f"Titik nol {plan.baseline} {plan.unit}")
    name = f"titik-nol-lot-{plan.number}.pdf"
    return LotFile(
        lot=lot,
        kind=LotFile.Kind.BASELINE,
        file=make_report(lot.period.region, lines, name, lot.created_at),
        caption="Laporan kinerja (contoh)",
        added_by_key=lot.created_by_key,
        added_at=lot.created_at,
    )
