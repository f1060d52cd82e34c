"""Setting, changing and closing targets: who may, what is refused, what is recorded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from time_machine import travel

from prakarsa.audit.models import AuditEntry
from prakarsa.organisations.roles import Role
from prakarsa.targets.actions import (
    QuotaTerms,
    StaleCampaign,
    change_campaign,
    close_campaign,
    create_campaign,
)
from prakarsa.targets.actions.campaigns import terms_of_record
from prakarsa.targets.models import Campaign, Quota
from tests.targets.builders import make_campaign, terms
from tests.worlds import World

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Satu Unit Satu Inovasi",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "counts": "verified",
    "only_new": "on",
    "source": "Instruksi Wali Kota Contoh Nomor 2 Tahun 2026",
    "source_link": "https://contoh.invalid/instruksi",
    "is_confirmed": "on",
    "needed_kelurahan": "1",
    "needed_opd": "2",
    "per_service_opd": "on",
}


def acts() -> list[str]:
    """Return the recorded acts on targets in order."""
    rows = AuditEntry.objects.filter(act__startswith="targets.").order_by("sequence")
    return list(rows.values_list("act", flat=True))


def test_L01_each_act_writes_one_entry(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    campaign = create_campaign(seat=seat, terms=terms(), at=at)
    changed = change_campaign(
        seat=seat, campaign=campaign, terms=terms(remark="Catatan."), version=1, at=at
    )
    close_campaign(seat=seat, campaign=changed, at=at)
    assert acts() == [
        "targets.campaign.created", "targets.campaign.changed", "targets.campaign.closed",
    ]  # fmt: skip
    assert terms_of_record(Campaign.objects.get()) == terms(remark="Catatan.")


def test_M04_the_same_act_again_has_one_effect(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    first = create_campaign(seat=seat, terms=terms(), at=at)
    assert create_campaign(seat=seat, terms=terms(), at=at) == first
    changed = change_campaign(
        seat=seat, campaign=first, terms=terms(remark="Baru."), version=1, at=at
    )
    change_campaign(seat=seat, campaign=first, terms=terms(remark="Baru."), version=1, at=at)
    close_campaign(seat=seat, campaign=changed, at=at)
    close_campaign(seat=seat, campaign=changed, at=at)
    assert acts() == [
        "targets.campaign.created", "targets.campaign.changed", "targets.campaign.closed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.SECRETARIAT, Role.PUBLIC)]
)
def test_only_the_secretariat_sets_targets(world: World, at: datetime, role: Role) -> None:
    campaign = make_campaign(world, at)
    seat = world.seat(role)
    with pytest.raises(PermissionDenied):
        create_campaign(seat=seat, terms=terms(name="Lain"), at=at)
    with pytest.raises(PermissionDenied):
        change_campaign(seat=seat, campaign=campaign, terms=terms(name="X"), version=1, at=at)
    with pytest.raises(PermissionDenied):
        close_campaign(seat=seat, campaign=campaign, at=at)


def test_the_secretariat_of_another_region_may_not(world: World, at: datetime) -> None:
    campaign, seat = make_campaign(world, at), world.other_seat(Role.SECRETARIAT)
    with pytest.raises(PermissionDenied):
        change_campaign(seat=seat, campaign=campaign, terms=terms(name="X"), version=1, at=at)
    with pytest.raises(PermissionDenied):
        close_campaign(seat=seat, campaign=campaign, at=at)


def test_Z10_a_stale_page_changes_nothing(world: World, at: datetime) -> None:
    seat, campaign = world.seat(Role.SECRETARIAT), make_campaign(world, at)
    change_campaign(seat=seat, campaign=campaign, terms=terms(remark="A"), version=1, at=at)
    with pytest.raises(StaleCampaign):
        change_campaign(seat=seat, campaign=campaign, terms=terms(remark="B"), version=1, at=at)
    assert Campaign.objects.get().remark == "A"


def test_Z10_a_closed_target_does_not_change(world: World, at: datetime) -> None:
    seat, campaign = world.seat(Role.SECRETARIAT), make_campaign(world, at)
    close_campaign(seat=seat, campaign=campaign, at=at)
    with pytest.raises(PermissionDenied):
        change_campaign(seat=seat, campaign=campaign, terms=terms(name="X"), version=2, at=at)


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": date(2025, 12, 31)},
        {"ends_on": date(2032, 1, 1)},
        {"quotas": ()},
    ],
)
def test_impossible_targets_are_refused(
    world: World, at: datetime, changes: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        create_campaign(seat=world.seat(Role.SECRETARIAT), terms=terms(**changes), at=at)
    assert not Campaign.objects.exists()


def test_a_name_and_start_stand_once_per_region(world: World, at: datetime) -> None:
    make_campaign(world, at)
    with pytest.raises(ValidationError, match="nama"):
        make_campaign(world, at, remark="Lain")
    make_campaign(world, at, region=world.other, remark="Lain")


def test_the_database_refuses_what_the_acts_refuse(world: World, at: datetime) -> None:
    campaign = make_campaign(world, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2025, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.create(campaign=campaign, agency_kind="kelurahan", needed=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(campaign=campaign).update(needed=0)


def test_the_page_sets_a_target(world: World, at: datetime) -> None:
    client = world.client(Role.SECRETARIAT)
    with travel(at, tick=False):
        answer = client.post(reverse("targets:new"), TYPED, follow=True)
    campaign = Campaign.objects.get()
    assert answer.redirect_chain == [(reverse("targets:board", args=[campaign.key]), 302)]
    assert "Target Satu Unit Satu Inovasi ditetapkan." in answer.content.decode()
    assert terms_of_record(campaign) == terms(
        quotas=(QuotaTerms("kelurahan", 1), QuotaTerms("opd", 2, per_service=True))
    )


def test_Z05_fields_outside_the_form_change_nothing(world: World, at: datetime) -> None:
    client = world.client(Role.SECRETARIAT)
    planted = {
        "region": world.other.pk, "key": "abcdefghjkmn", "closed_at": "2026-01-01",
        "created_at": "2020-01-01", "version": "7", "id": "99",
    }  # fmt: skip
    with travel(at, tick=False):
        client.post(reverse("targets:new"), TYPED | planted)
        campaign = Campaign.objects.get()
        edit = reverse("targets:edit", args=[campaign.key])
        client.post(edit, TYPED | planted | {"version": "1", "remark": "Catatan."})
    campaign.refresh_from_db()
    assert (campaign.region, campaign.closed_at, campaign.created_at, campaign.version) == (
        world.home, None, at, 2,
    )  # fmt: skip
    assert campaign.key != "abcdefghjkmn"
    assert campaign.remark == "Catatan."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Isi nama target."),
        ({"ends_on": "2025-12-31"}, "Hari terakhir lebih awal"),
        ({"needed_kelurahan": "0"}, "Isi angka 1 sampai 99"),
        ({"needed_kelurahan": "", "needed_opd": ""}, "paling sedikit satu jenis unit"),
        ({"source_link": "javascript:alert(1)"}, "URL"),
        ({"counts": "draft"}, "pilihan"),
    ],
)
def test_what_was_typed_wrong_is_said_beside_the_field(
    world: World, typed: dict[str, str], words: str
) -> None:
    answer = world.client(Role.SECRETARIAT).post(reverse("targets:new"), TYPED | typed)
    page = answer.content.decode()
    assert "perlu diperbaiki" in page
    assert words.casefold() in page.casefold()
    assert not Campaign.objects.exists()


def test_a_stale_form_says_so_and_keeps_what_was_typed(world: World, at: datetime) -> None:
    client: Client = world.client(Role.SECRETARIAT)
    campaign = make_campaign(world, at)
    edit = reverse("targets:edit", args=[campaign.key])
    with travel(at, tick=False):
        client.post(edit, TYPED | {"version": "1", "remark": "Pertama."})
        answer = client.post(edit, TYPED | {"version": "1", "remark": "Kedua."})
    assert "berubah sejak Anda membukanya" in answer.content.decode()
    assert "Kedua." in answer.content.decode()
    assert Campaign.objects.get().remark == "Pertama."


def test_closing_says_what_it_changes_first(world: World, at: datetime) -> None:
    client, campaign = world.client(Role.SECRETARIAT), make_campaign(world, at)
    close = reverse("targets:close", args=[campaign.key])
    with travel(at, tick=False):
        assert "tidak dapat dibuka lagi" in client.get(close).content.decode()
        assert Campaign.objects.get().closed_at is None
        assert "ditutup" in client.post(close, follow=True).content.decode()
        assert client.post(close).status_code == 302
        assert client.get(reverse("targets:edit", args=[campaign.key])).status_code == 403
    assert Campaign.objects.get().closed_at == at


def test_F07_hidden_signs_are_refused_in_the_name_of_a_target(world: World) -> None:
    typed = TYPED | {"name": "Satu \u202e OPD"}
    answer = world.client(Role.SECRETARIAT).post(reverse("targets:new"), typed)
    assert "Teks memuat tanda tersembunyi (U+202E)." in answer.content.decode()
    assert not Campaign.objects.filter(name__contains="\u202e").exists()
