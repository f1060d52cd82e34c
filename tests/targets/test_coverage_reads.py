"""Coverage read from the register: submissions, returns, carry-over, imports, successions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from prakarsa.organisations.actions import succeed_agencies
from prakarsa.organisations.models import Agency, Service
from prakarsa.organisations.roles import Role
from prakarsa.registry import actions as registry
from prakarsa.registry.models import Innovation, Revision, Submission
from prakarsa.rules.target.coverage import Standing, Tally
from prakarsa.targets.actions import QuotaTerms, close_campaign
from prakarsa.targets.models import Campaign
from prakarsa.targets.queries import (
    answer_for,
    coverage_of,
    open_campaigns,
    own_target,
    own_targets,
)
from tests.registry.innovations import make_complete
from tests.targets.builders import State, make_campaign, make_innovation
from tests.worlds import World, make_agency

pytestmark = pytest.mark.django_db
ONLY_WARDS = (QuotaTerms("kelurahan", 1),)


def standings(campaign: Campaign, at: datetime) -> dict[str, Standing]:
    """Return where each unit stands by its name."""
    answer = answer_for(campaign, at)
    names = answer.facts.agencies
    return {names[each.unit.key].name: each.standing for each in answer.coverage.units}


def test_an_innovation_on_its_way_moves_the_unit(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, quotas=ONLY_WARDS)
    operator, verifier = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    assert standings(campaign, at)["Kelurahan Melati"] is Standing.NOTHING
    innovation = make_complete(operator, at)
    assert standings(campaign, at)["Kelurahan Melati"] is Standing.UNDER_WAY
    innovation = registry.submit_innovation(seat=operator, innovation=innovation, at=at)
    assert standings(campaign, at)["Kelurahan Melati"] is Standing.UNDER_WAY
    innovation = registry.verify_innovation(seat=verifier, innovation=innovation, at=at)
    assert standings(campaign, at) == {
        "Kelurahan Melati": Standing.MET,
        "Kelurahan Kenanga": Standing.NOTHING,
    }
    note = registry.Note("Foto kegiatan belum ada.")
    registry.return_innovation(seat=verifier, innovation=innovation, notes=[note], at=at)
    assert standings(campaign, at)["Kelurahan Melati"] is Standing.UNDER_WAY


def test_carrying_over_to_the_next_year_keeps_this_years_target_met(
    world: World, at: datetime
) -> None:
    campaign = make_campaign(world, at, quotas=ONLY_WARDS)
    operator, verifier = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    innovation = registry.submit_innovation(
        seat=operator, innovation=make_complete(operator, at), at=at
    )
    innovation = registry.verify_innovation(seat=verifier, innovation=innovation, at=at)
    later = at + timedelta(days=200)
    registry.carry_over(seat=operator, innovation=innovation, edition_year=2027, at=later)
    assert Innovation.objects.get().verified_at is None
    assert coverage_of(campaign, later).tally == Tally(total=2, met=1, under_way=0)


def test_a_returned_innovation_is_not_submitted(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, counts="submitted", quotas=ONLY_WARDS)
    make_innovation(world.ward, at, state=State.RETURNED)
    make_innovation(world.second_ward, at, state=State.SUBMITTED)
    assert standings(campaign, at) == {
        "Kelurahan Melati": Standing.UNDER_WAY,
        "Kelurahan Kenanga": Standing.MET,
    }


def test_a_list_of_public_sources_counts_by_its_own_year(world: World, at: datetime) -> None:
    campaign = make_campaign(
        world,
        at,
        starts_on=date(2021, 1, 1),
        ends_on=date(2021, 12, 31),
        counts="published",
        quotas=ONLY_WARDS,
    )
    in_time = make_innovation(world.ward, at, state=State.PUBLISHED, year=2021)
    make_innovation(world.second_ward, at, state=State.PUBLISHED, year=2019)
    make_innovation(world.second_ward, at, state=State.PUBLISHED)
    Innovation.objects.update(published_at=None)
    Submission.objects.all().delete()
    assert standings(campaign, at) == {
        "Kelurahan Melati": Standing.MET,
        "Kelurahan Kenanga": Standing.NOTHING,
    }
    (ward,) = [each for each in coverage_of(campaign, at).units if each.counted]
    assert [(each.key, each.since) for each in ward.counted] == [(in_time.pk, None)]


def test_published_again_later_it_still_counts_for_the_earlier_period(
    world: World, at: datetime
) -> None:
    campaign = make_campaign(world, at, counts="published", quotas=ONLY_WARDS)
    row = make_innovation(world.ward, at + timedelta(days=300), state=State.PUBLISHED, year=2026)
    assert coverage_of(campaign, at + timedelta(days=300)).tally.met == 0
    Revision.objects.create(
        innovation=row,
        number=1,
        act="publish",
        actor_key="tes",
        role="verifier",
        at=at,
        snapshot={},
    )
    assert coverage_of(campaign, at + timedelta(days=300)).tally.met == 1


def test_days_are_those_of_the_region(world: World, at: datetime) -> None:
    """On 31 December at 17.30 UTC it is already January in WIB, and not yet so in UTC."""
    campaign = make_campaign(world, at, quotas=ONLY_WARDS)
    after = datetime.fromisoformat("2026-12-31T17:30:00+00:00")
    make_innovation(world.ward, after, year=2026)
    make_innovation(world.second_ward, after - timedelta(hours=1), year=2026)
    assert standings(campaign, after) == {
        "Kelurahan Melati": Standing.NOTHING,
        "Kelurahan Kenanga": Standing.MET,
    }


def test_per_service_each_service_owes(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, quotas=(QuotaTerms("opd", 1, per_service=True),))
    first, second = (
        Service.objects.create(agency=world.office, name=name, normalised_name=name)
        for name in ("akta", "kartu")
    )
    Service.objects.create(
        agency=world.office, name="lama", normalised_name="lama", valid_until=date(2025, 1, 1)
    )
    make_innovation(world.office, at, service=first)
    (office,) = coverage_of(campaign, at).units
    assert (office.owed, office.towards, office.standing) == (2, 1, Standing.UNDER_WAY)
    make_innovation(world.office, at, service=second)
    (office,) = coverage_of(campaign, at).units
    assert office.standing is Standing.MET


def test_Z09_a_renamed_unit_counts_once_with_what_it_brought(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, quotas=ONLY_WARDS)
    make_innovation(world.ward, at)
    heir = make_agency(world.home, "Kelurahan Melati Baru", Agency.Kind.WARD, world.district)
    succeed_agencies(
        seat=world.seat(Role.SECRETARIAT),
        predecessors=[world.ward],
        successors=[heir],
        effective_on=date(2026, 7, 1),
        source="Perda Nomor 1",
        at=at,
    )
    assert standings(campaign, at) == {
        "Kelurahan Melati Baru": Standing.MET,
        "Kelurahan Kenanga": Standing.NOTHING,
    }


def test_innovations_without_a_unit_are_named_and_count_for_nobody(
    world: World, at: datetime
) -> None:
    campaign = make_campaign(world, at, quotas=ONLY_WARDS)
    common = make_innovation(None, at, region=world.home)
    offices = make_innovation(world.office, at)
    found = coverage_of(campaign, at)
    assert found.tally.met == 0
    assert {each.key for each in found.without_unit} == {common.pk, offices.pk}


def test_another_regions_units_and_innovations_stay_out(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at, quotas=(QuotaTerms("opd", 1),))
    make_innovation(world.other_office, at)
    found = coverage_of(campaign, at)
    assert [each.unit.key for each in found.units] == [world.office.pk]
    assert (found.tally.met, found.without_unit) == (0, ())


def test_open_targets_are_those_that_run_and_are_not_closed(world: World, at: datetime) -> None:
    running = make_campaign(world, at)
    make_campaign(world, at, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    closed = make_campaign(world, at, name="Tutup")
    close_campaign(seat=world.seat(Role.SECRETARIAT), campaign=closed, at=at)
    make_campaign(world, at, region=world.other)
    assert open_campaigns(world.home, at) == [running]


def test_own_target_says_the_goal_in_a_sentence(world: World, at: datetime) -> None:
    make_campaign(world, at, quotas=ONLY_WARDS)
    operator = world.seat(Role.OPERATOR)
    found = own_target(operator, at)
    assert found is not None
    assert (found.sentence, found.is_met, found.agency) == (
        "Satu inovasi baru terverifikasi pada 2026", False, world.ward,
    )  # fmt: skip
    make_innovation(world.ward, at)
    met = own_target(operator, at)
    assert met is not None
    assert met.is_met
    assert own_target(world.seat(Role.SECRETARIAT), at) is None


def test_own_target_puts_what_is_still_owed_first(world: World, at: datetime) -> None:
    make_innovation(world.ward, at)
    whole = make_campaign(world, at, quotas=ONLY_WARDS)
    half = make_campaign(
        world,
        at,
        name="Dua lagi",
        starts_on=date(2026, 7, 1),
        only_new=False,
        quotas=(QuotaTerms("kelurahan", 2),),
    )
    found = own_targets(world.seat(Role.OPERATOR), at)
    assert {each.campaign: each.is_met for each in found} == {whole: True, half: False}
    first = own_target(world.seat(Role.OPERATOR), at)
    assert first is not None
    assert first.campaign == half
    assert first.sentence == "Dua inovasi terverifikasi pada 1 Juli 2026 sampai 31 Desember 2026"


def test_a_unit_that_owes_nothing_has_no_own_target(world: World, at: datetime) -> None:
    make_campaign(world, at, quotas=(QuotaTerms("opd", 1),))
    assert own_targets(world.seat(Role.OPERATOR), at) == []
