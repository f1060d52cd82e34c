"""Who sees which units: the same set in every channel, nothing for the public, no oracle."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from prakarsa.targets.models import Campaign
from prakarsa.targets.permissions import FOLLOWERS, OVERSEERS
from prakarsa.targets.queries import answer_for, visible_campaigns
from prakarsa.targets.showing.board import unit_lines
from tests.targets.builders import make_campaign, make_innovation
from tests.worlds import World

pytestmark = pytest.mark.django_db
SIGNED_IN = [role for role in Role if role is not Role.PUBLIC]
ALL = {"Dinas Pelayanan", "Kelurahan Melati", "Kelurahan Kenanga"}
SEEN = dict.fromkeys(OVERSEERS, ALL) | {
    role: {"Kelurahan Melati"} for role in (Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD)
}
MARKS = ("Belum ada", "Memenuhi", "Draf", "Menunggu verifikasi", "Dikembalikan", "Sebagian")


def addresses(campaign: Campaign, agency: Agency) -> dict[str, str]:
    """Return every address below one target."""
    key = campaign.key
    return {
        "board": reverse("targets:board", args=[key]),
        "units": reverse("targets:units", args=[key]),
        "unit": reverse("targets:unit", args=[key, agency.key]),
        "table": reverse("targets:table", args=[key, "papan", "csv"]),
        "misses": reverse("targets:table", args=[key, "belum", "csv"]),
        "paper": reverse("targets:paper", args=[key]),
        "edit": reverse("targets:edit", args=[key]),
        "close": reverse("targets:close", args=[key]),
        "remind": reverse("targets:remind", args=[key]) + f"?unit={agency.key}",
    }


def test_every_follower_is_in_this_table() -> None:
    assert set(SEEN) == set(FOLLOWERS)


@pytest.mark.parametrize("role", SEEN)
def test_Z02_list_page_unit_table_and_paper_reach_the_same_units(
    world: World, at: datetime, role: Role
) -> None:
    campaign, client, seat = make_campaign(world, at), world.client(role), world.seat(role)
    wanted = SEEN[role]
    units = {
        agency.name: reverse("targets:unit", args=[campaign.key, agency.key])
        for agency in (world.office, world.ward, world.second_ward)
    }
    with travel(at, tick=False):
        board = client.get(reverse("targets:board", args=[campaign.key])).content.decode()
        denominator = client.get(reverse("targets:units", args=[campaign.key])).content.decode()
        table = client.get(reverse("targets:table", args=[campaign.key, "papan", "csv"]))
        text = b"".join(table.streaming_content).decode("utf-8-sig")
        opened = {name for name, url in units.items() if client.get(url).status_code == 200}
    assert {line.agency.name for line in unit_lines(seat, answer_for(campaign, at), at)} == wanted
    assert {name for name, url in units.items() if url in board} == wanted
    assert {name for name, url in units.items() if url in denominator} == wanted
    assert {row["Unit"] for row in csv.DictReader(io.StringIO(text))} == wanted
    assert opened == wanted


@pytest.mark.parametrize("role", SEEN)
def test_Z06_names_of_operators_reach_only_who_may_read_them(
    world: World, at: datetime, role: Role
) -> None:
    campaign, client = make_campaign(world, at), world.client(role)
    name = world.person(Role.OPERATOR).name
    may = role in (Role.SECRETARIAT, Role.AGENCY_HEAD, Role.AUDITOR)
    with travel(at, tick=False):
        table = client.get(reverse("targets:table", args=[campaign.key, "papan", "csv"]))
        text = b"".join(table.streaming_content).decode("utf-8-sig")
        page = client.get(reverse("targets:board", args=[campaign.key])).content.decode()
    assert (name in text) is may
    if role is not Role.OPERATOR:
        assert (name in page) is (role in (Role.SECRETARIAT, Role.AUDITOR))


@pytest.mark.parametrize("role", [role for role in SEEN if role not in OVERSEERS])
def test_units_do_not_see_how_other_units_stand(world: World, at: datetime, role: Role) -> None:
    """A single unit of a kind would be known from its square, so there are no squares either."""
    campaign, client = make_campaign(world, at), world.client(role)
    make_innovation(world.ward, at)
    with travel(at, tick=False):
        board = client.get(reverse("targets:board", args=[campaign.key])).content.decode()
        denominator = client.get(reverse("targets:units", args=[campaign.key])).content.decode()
        assert client.get(reverse("targets:paper", args=[campaign.key])).status_code == 403
    assert 'class="cells"' not in board
    assert "Kelurahan Kenanga" not in board
    assert [mark for mark in MARKS if f"</svg>{mark}</span>" in board] == ["Memenuhi"]
    assert denominator.count('class="st ') == 1


def test_the_auditor_reads_targets_and_changes_nothing(world: World, at: datetime) -> None:
    campaign, client = make_campaign(world, at), world.client(Role.AUDITOR)
    with travel(at, tick=False):
        statuses = {
            name: client.get(url).status_code
            for name, url in addresses(campaign, world.ward).items()
        }
        new = client.get(reverse("targets:new")).status_code
    refused = {name for name, status in statuses.items() if status == 403}
    assert (refused, new) == ({"edit", "close", "remind"}, 403)


@pytest.mark.parametrize("role", [role for role in SIGNED_IN if role not in FOLLOWERS])
def test_other_roles_are_refused(world: World, at: datetime, role: Role) -> None:
    campaign, client = make_campaign(world, at), world.client(role)
    assert list(visible_campaigns(world.seat(role))) == []
    pages = addresses(campaign, world.ward) | {
        "list": reverse("targets:list"),
        "new": reverse("targets:new"),
        "export": reverse("targets:export", args=["csv"]),
    }
    with travel(at, tick=False):
        assert {name: client.get(url).status_code for name, url in pages.items()} == dict.fromkeys(
            pages, 403
        )


def test_the_public_is_sent_to_sign_in_and_sees_nothing(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    for url in [*addresses(campaign, world.ward).values(), reverse("targets:list")]:
        answer = Client().get(url)
        assert answer.status_code == 302
        assert campaign.name not in answer.content.decode()


@pytest.mark.parametrize("role", FOLLOWERS)
def test_Z03_a_foreign_target_answers_like_none(world: World, at: datetime, role: Role) -> None:
    foreign = make_campaign(world, at, region=world.other)
    missing = Campaign(key="zzzzzzzzzzzz")
    client = world.client(role)
    with travel(at, tick=False):
        for name, url in addresses(foreign, world.ward).items():
            answers = [client.get(url), client.get(addresses(missing, world.ward)[name])]
            statuses = {answer.status_code for answer in answers}
            assert statuses in ({404}, {403}), name
            if name in ("board", "units", "unit", "table", "misses"):
                assert statuses == {404}, name
            assert _without_token(answers[0]) == _without_token(answers[1]), name
        assert foreign.name not in client.get(reverse("targets:list")).content.decode()


def _without_token(answer: Any) -> str:
    return answer.content.decode()


def test_Z03_a_foreign_or_hidden_unit_answers_like_none(world: World, at: datetime) -> None:
    campaign, client = make_campaign(world, at), world.client(Role.OPERATOR)
    with travel(at, tick=False):
        bodies = {
            client.get(reverse("targets:unit", args=[campaign.key, key])).content
            for key in (
                world.second_ward.key, world.other_office.key, world.district.key, "zzzzzzzzzzzz",
            )
        }  # fmt: skip
        statuses = {
            client.get(reverse("targets:unit", args=[campaign.key, key])).status_code
            for key in (world.second_ward.key, world.other_office.key, "zzzzzzzzzzzz")
        }
    assert statuses == {404}
    assert len(bodies) == 1


def test_Z04_references_are_looked_up_in_scope(world: World, at: datetime) -> None:
    """A foreign unit in the form of a reminder is left out, and nothing is written for it."""
    campaign, client = make_campaign(world, at), world.client(Role.SECRETARIAT)
    page = reverse("targets:remind", args=[campaign.key])
    with travel(at, tick=False):
        shown = client.get(page, {"unit": [world.ward.key, world.other_office.key]})
    text = shown.content.decode()
    assert "Dinas Tetangga" not in text
    assert "bukan unit dalam target ini" in text


def test_a_district_head_sees_the_wards_below(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    head = world.person(Role.AGENCY_HEAD).memberships.get()
    head.agency = world.district
    head.save()
    seat = world.seat(Role.AGENCY_HEAD)
    seen = {line.agency.name for line in unit_lines(seat, answer_for(campaign, at), at)}
    assert seen == {"Kelurahan Melati", "Kelurahan Kenanga"}
