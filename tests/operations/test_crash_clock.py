"""M02: deadlines, sessions and seats at the last instant, in three zones, the clock set back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.audit.verification import verify
from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.actions import Claim, claim_level
from prakarsa.evidence.models import Answer
from prakarsa.evidence.refusals import WindowClosed
from prakarsa.foundation.checkups import Examination, examine
from prakarsa.foundation.time import WIB, WIT, WITA, end_of_day, now
from prakarsa.jobs.models import Job
from prakarsa.jobs.permissions import seat_for
from prakarsa.organisations.models import Agency, Membership, Region
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.registry.actions import create_innovation, submission_for
from tests.worlds import World, make_agency, make_person, make_region

ZONES = {"WIB": WIB, "WITA": WITA, "WIT": WIT}
MILLISECOND = timedelta(milliseconds=1)


def operator_in(zone: str, last_day: date) -> Seat:
    """Return an operator of a region in a zone, whose window closes at the end of a day there."""
    number = list(ZONES.values()).index(zone) + 3
    region = make_region(f"99.{number:02d}", f"Kota {number}")
    Region.objects.filter(pk=region.pk).update(zone=zone)
    region.refresh_from_db()
    agency = make_agency(region, "Dinas", Agency.Kind.OPD)
    ReportingWindow.objects.create(
        region=region, edition_year=2026, source="SK contoh",
        opens_at=datetime(2026, 1, 1, tzinfo=UTC), closes_at=end_of_day(last_day, zone),
    )  # fmt: skip
    person = make_person(f"Operator {number}", Role.OPERATOR, region, agency)
    return seat_of(person.memberships.select_related("region", "agency", "person").get())


def may_claim(seat: Seat, at: datetime) -> bool:
    """Say whether a claim is taken at a moment."""
    assert seat.region is not None
    innovation = create_innovation(seat=seat, name=f"Inovasi {at}", agency=seat.agency, at=at)
    answer = Answer(
        submission=submission_for(innovation=innovation, edition_year=2026, at=at),
        region=seat.region, edition_year=2026, indicator="16", changed_at=at,
    )  # fmt: skip
    try:
        claim_level(seat=seat, answer=answer, claim=Claim(level=1), version=None, at=at)
    except WindowClosed:
        return False
    return True


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 12, 31), date(2026, 7, 31)])
def test_M02_three_regions_close_each_at_its_own_last_instant(db: None, day: date) -> None:
    seats = {name: operator_in(zone, day) for name, zone in ZONES.items()}
    lasts = {name: end_of_day(day, zone) for name, zone in ZONES.items()}
    assert lasts["WIB"] - lasts["WITA"] == lasts["WITA"] - lasts["WIT"] == timedelta(hours=1)
    for name, last in lasts.items():
        moment = last.astimezone(UTC).replace(microsecond=999_000)
        assert moment.astimezone(last.tzinfo).strftime("%H:%M:%S.%f") == "23:59:59.999000"
        order = list(ZONES).index(name)
        still_open = {each: list(ZONES).index(each) <= order for each in ZONES}
        assert {each: may_claim(seat, moment) for each, seat in seats.items()} == still_open
        closed = {each: list(ZONES).index(each) < order for each in ZONES}
        after = moment + MILLISECOND
        assert {each: may_claim(seat, after) for each, seat in seats.items()} == closed


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 12, 31)])
def test_M02_Z09_a_membership_ends_at_the_midnight_of_its_region(db: None, day: date) -> None:
    for zone in ZONES.values():
        seat = operator_in(zone, day)
        assert seat.membership is not None
        Membership.objects.filter(pk=seat.membership.pk).update(valid_until=day + timedelta(days=1))
        membership = Membership.objects.select_related("region").get(pk=seat.membership.pk)
        job = Job(kind="evidence.pack", person=seat.person, membership=membership)
        last = end_of_day(day, zone)
        assert seat_for(job, at=last) is not None
        assert seat_for(job, at=last + timedelta(microseconds=1)) is None


def test_M02_S08_a_clock_set_back_ends_no_session_and_a_jump_ends_it_politely(world: World) -> None:
    client, start = world.client(Role.OPERATOR), now()
    assert client.get("/akun/").status_code == 200
    with time_machine.travel(start - timedelta(hours=1), tick=False):
        assert client.get("/akun/").status_code == 200
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        answer = client.get("/akun/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/masuk/")


def test_M02_L03_a_clock_set_back_leaves_the_chain_whole_and_is_told_by_the_doctor(
    world: World, at: datetime
) -> None:
    for moment in (at, at - timedelta(hours=1)):
        record(actor=system_actor("t"), act="tests.thing.done", target=Target("t"), at=moment)
    record(actor=system_actor("t"), act="tests.thing.done", target=Target("t"), at=at)
    assert verify().is_whole
    found = [
        str(finding.what)
        for outcome in examine(Examination(at=at - timedelta(hours=1)))
        if outcome.checkup.name == "machine.clock"
        for finding in outcome.findings
    ]
    # PostgreSQL has a clock of its own, of which the doctor speaks before.
    assert found[-1] == "Catatan terakhir bertanda 2026-07-14T02:00:00+00:00, di masa depan."
