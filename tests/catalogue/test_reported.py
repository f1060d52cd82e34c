"""Targets that public sources report: open to everybody, counted from what is public alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation
from prakarsa.targets.actions import change_campaign
from prakarsa.targets.actions.campaigns import terms_of_record
from prakarsa.targets.models import Campaign, Quota
from tests.worlds import World

pytestmark = pytest.mark.django_db
State = Innovation.State


def make_reported(world: World, at: datetime, **changes: Any) -> Campaign:
    """Write down a target of 2024 as public sources report it: two per kelurahan."""
    values = {"name": "Dua inovasi per kelurahan, 2024", "is_reported": True, **changes}
    campaign = Campaign.objects.create(
        region=world.home,
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
        counts="published",
        source="Kabar Kota Contoh",
        remark="Bukan register lengkap.",
        created_at=at,
        **values,
    )
    Quota.objects.create(campaign=campaign, agency_kind="kelurahan", needed=2)
    return campaign


def put(agency: Any, name: str, at: datetime, *, state: str = State.PUBLISHED) -> Innovation:
    """Write an innovation of 2024 in a state."""
    return Innovation.objects.create(
        region=agency.region, agency=agency, name=name, normalised_name=name.lower(), state=state,
        year=2024, created_by_key="tes", created_at=at, changed_at=at,
        published_at=at if state == State.PUBLISHED else None,
    )  # fmt: skip


def shown(campaign: Campaign) -> str:
    """Return the page of a reported target as the public gets it."""
    answer = Client().get(reverse("catalogue:reported", args=[campaign.key]))
    assert answer.status_code == 200
    return plain(answer)


def plain(answer: Any) -> str:
    """Return a page without its token against forgery."""
    return re.sub(r'value="\w{64}"', "", re.sub(r"\s+", " ", answer.content.decode()))


def test_everybody_sees_what_counts_with_its_source(world: World, at: datetime) -> None:
    campaign = make_reported(world, at)
    put(world.ward, "SATU MELATI", at)
    text = shown(campaign)
    row = '<th scope="row">Kelurahan</th><td class="r">2</td><td class="r">1</td>'
    assert "1 dari 2 unit disebut punya inovasi 2024 dalam sumber yang dimuat." in text
    assert f'{row}<td class="r">0</td>' in text
    assert "Kabar Kota Contoh" in text
    assert "belum dikonfirmasi" in text
    assert "Bukan register lengkap." in text
    assert ">SATU MELATI</a>" in text
    assert "Kota Contoh adalah daerah rekaan" in text
    put(world.ward, "DUA MELATI", at)
    assert f'{row}<td class="r">1</td>' in shown(campaign)


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.VERIFIED, State.RETIRED]
)
def test_Z06_what_is_not_published_changes_nothing_on_a_reported_target(
    world: World, at: datetime, state: str
) -> None:
    campaign = make_reported(world, at)
    put(world.ward, "SATU MELATI", at)
    before = shown(campaign)
    put(world.second_ward, "RAHASIA KENANGA", at, state=state)
    assert shown(campaign) == before


def test_Z06_no_unit_that_has_nothing_is_pointed_at(world: World, at: datetime) -> None:
    """It stands in the list of all that are counted, by name and no more."""
    campaign = make_reported(world, at)
    put(world.ward, "SATU MELATI", at)
    text = shown(campaign)
    assert "Kelurahan Kenanga · Kelurahan Melati" in text
    assert text.count("Kelurahan Kenanga") == 1
    assert world.person(Role.OPERATOR).name not in text


def test_Z03_a_target_that_is_not_reported_answers_like_none(world: World, at: datetime) -> None:
    own = make_reported(world, at, name="Target sendiri", is_reported=False)
    keys = (own.key, "zzzzzzzzzzzz")
    answers = [Client().get(reverse("catalogue:reported", args=[key])) for key in keys]
    assert [answer.status_code for answer in answers] == [404, 404]
    texts = [plain(answer).replace(key, "") for key, answer in zip(keys, answers, strict=True)]
    assert texts[0] == texts[1]
    for path in (reverse("catalogue:reported-list"), "/", "/?daerah=kota-contoh"):
        assert own.name not in Client().get(path).content.decode()
    assert Client().get(reverse("targets:board", args=[own.key])).status_code == 302


def test_it_is_found_from_the_first_page_and_from_its_region(world: World, at: datetime) -> None:
    assert reverse("catalogue:reported-list") not in Client().get("/").content.decode()
    campaign = make_reported(world, at)
    address = reverse("catalogue:reported", args=[campaign.key])
    assert reverse("catalogue:reported-list") in Client().get("/").content.decode()
    assert address in Client().get(reverse("catalogue:reported-list")).content.decode()
    assert address in Client().get(f"/?daerah={world.home.slug}").content.decode()
    assert address not in Client().get(f"/?daerah={world.other.slug}").content.decode()


def test_a_target_that_its_region_changes_is_no_longer_a_reported_one(
    world: World, at: datetime
) -> None:
    campaign = make_reported(world, at)
    seat, terms = world.seat(Role.SECRETARIAT), terms_of_record(campaign)
    change_campaign(seat=seat, campaign=campaign, terms=terms, version=1, at=at)
    campaign.refresh_from_db()
    assert campaign.is_reported
    changed = replace(terms, counts="submitted")
    change_campaign(seat=seat, campaign=campaign, terms=changed, version=1, at=at)
    campaign.refresh_from_db()
    assert not campaign.is_reported


def test_only_what_is_published_can_be_asked_of_a_reported_target(
    world: World, at: datetime
) -> None:
    campaign = make_reported(world, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(counts="submitted")
