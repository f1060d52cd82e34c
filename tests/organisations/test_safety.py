"""What a manager does for the safety of another's account: factors reset, sessions ended."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from prakarsa.accounts.models import Factor, RecoveryCode
from prakarsa.audit.models import AuditEntry, AuditPayload
from prakarsa.organisations import actions
from prakarsa.organisations.commands import reset_factors
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import memberships_of
from tests.accounts.factors import give_application
from tests.catalogue.publishing import publish
from tests.worlds import World

DAY = date(2026, 7, 14)


def test_S04_a_secretariat_resets_a_lost_factor_with_a_reason(world: World) -> None:
    person = world.person(Role.VERIFIER)
    give_application(person)
    client = world.client(Role.SECRETARIAT)
    page = f"/orang/{person.key}/"
    assert "Atur ulang langkah kedua" in client.get(page).content.decode()
    reset = f"{page}langkah-kedua/"
    assert client.get(reset).status_code == 200
    assert client.post(reset, {"reason": ""}).status_code == 200
    assert Factor.objects.count() == 1
    assert client.post(reset, {"reason": "Ponsel hilang"}).url == page
    person.refresh_from_db()
    assert not person.has_second_factor
    assert (Factor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    acts = ["accounts.factor.reset", "accounts.devices.ended"]
    entries = AuditEntry.objects.filter(act__in=acts).order_by("sequence")
    assert [(each.act, each.role, each.target_key) for each in entries] == [
        (act, "secretariat", str(person.key)) for act in acts
    ]
    body = AuditPayload.objects.get(entry=entries[0]).body
    assert body == {"before": {"kinds": ["application"]}, "after": {"reason": "Ponsel hilang"}}
    assert "Atur ulang langkah kedua" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("role", "target", "may"),
    [
        (Role.SECRETARIAT, Role.VERIFIER, True),
        (Role.SECRETARIAT, Role.MAYOR, True),
        (Role.SECRETARIAT, Role.PLATFORM_ADMIN, False),
        (Role.SECRETARIAT, Role.SECRETARIAT, False),
        (Role.PLATFORM_ADMIN, Role.SECRETARIAT, True),
        (Role.PLATFORM_ADMIN, Role.PLATFORM_ADMIN, False),
        (Role.PLATFORM_ADMIN, Role.VERIFIER, False),
        (Role.AGENCY_HEAD, Role.OPERATOR, False),
        (Role.HR, Role.OPERATOR, False),
        (Role.AUDITOR, Role.OPERATOR, False),
    ],
)
def test_Z01_who_resets_and_who_ends_sessions(
    world: World, at: datetime, role: Role, target: Role, may: bool
) -> None:
    """Nobody does it to themselves; an administrator does it for secretariats."""
    seat, person = world.seat(role), world.person(target)
    if may:
        actions.reset_second_step(seat=seat, person=person, reason="Hilang", at=at)
        actions.end_sessions(seat=seat, person=person, at=at)
        return
    with pytest.raises(PermissionDenied):
        actions.reset_second_step(seat=seat, person=person, reason="Hilang", at=at)
    with pytest.raises(PermissionDenied):
        actions.end_sessions(seat=seat, person=person, at=at)
    client = world.client(role)
    for page in ("langkah-kedua", "sesi"):
        assert client.post(f"/orang/{person.key}/{page}/", {"reason": "x"}).status_code in (
            403,
            404,
        )


def test_Z03_a_person_of_another_region_is_not_found(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    foreign = world.person(Role.VERIFIER, region=world.other)
    for page in ("langkah-kedua", "sesi"):
        assert client.get(f"/orang/{foreign.key}/{page}/").status_code == 404


def test_S04_a_second_role_elsewhere_keeps_the_secretariat_out(world: World, at: datetime) -> None:
    """Whoever also serves another region, now or later, is reset by an administrator only."""
    person, seat = world.person(Role.VERIFIER), world.seat(Role.SECRETARIAT)
    actions.reset_second_step(seat=seat, person=person, reason="Hilang", at=at)
    Membership.objects.create(
        person=person, role=Role.SECRETARIAT, region=world.other, valid_from=date(2030, 1, 1)
    )
    with pytest.raises(PermissionDenied):
        actions.reset_second_step(seat=seat, person=person, reason="Hilang", at=at)
    admin = world.seat(Role.PLATFORM_ADMIN)
    actions.reset_second_step(seat=admin, person=person, reason="Hilang", at=at)


def test_S08_a_secretariat_ends_all_sessions_of_a_person(world: World) -> None:
    person = world.person(Role.VERIFIER)
    client = world.client(Role.SECRETARIAT)
    assert client.get(f"/orang/{person.key}/sesi/").status_code == 200
    assert client.post(f"/orang/{person.key}/sesi/").url == f"/orang/{person.key}/"
    assert AuditEntry.objects.filter(act="accounts.devices.ended").count() == 1


def test_Z09_a_closed_account_leaves_no_role_for_later(world: World, at: datetime) -> None:
    person, seat = world.person(Role.VERIFIER), world.seat(Role.SECRETARIAT)
    later = Membership.objects.create(
        person=person, role=Role.AUDITOR, region=world.home, valid_from=date(2027, 1, 1)
    )
    actions.deactivate_person(seat=seat, person=person, heir=None, reason="Pindah", on=DAY, at=at)
    later.refresh_from_db()
    assert (later.valid_until, later.ended_because) == (date(2027, 1, 1), "Pindah")
    for day in (DAY, date(2027, 1, 1), date(2027, 1, 2), date(2030, 1, 1)):
        assert not memberships_of(person, on=day).exists()


def test_Z09_a_role_for_later_that_another_gave_refuses_the_closing(
    world: World, at: datetime
) -> None:
    person, seat = world.person(Role.VERIFIER), world.seat(Role.SECRETARIAT)
    common = {"person": person, "heir": None, "reason": "Pindah", "on": DAY, "at": at}
    Membership.objects.create(
        person=person, role=Role.VERIFIER, region=world.other, valid_from=date(2027, 1, 1)
    )
    with pytest.raises(PermissionDenied):
        actions.deactivate_person(seat=seat, **common)
    person.refresh_from_db()
    assert person.is_active


def test_Z09_a_membership_taken_back_before_it_began_never_counts(
    world: World, at: datetime
) -> None:
    seat, person = world.seat(Role.SECRETARIAT), world.person(Role.OPERATOR)
    row = actions.grant_membership(
        seat=seat, person=person, role=Role.AUDITOR, region=world.home, agency=None,
        valid_from=date(2026, 8, 1), valid_until=None, at=at,
    )  # fmt: skip
    actions.end_membership(
        seat=seat, membership=row, on=DAY, reason="Keliru", version=row.version, at=at
    )
    counted = [row in memberships_of(person, on=date(2026, 8, day)) for day in (1, 2)]
    assert counted == [False, False]


def test_auditors_read_which_roles_sign_in_with_a_second_factor(world: World) -> None:
    page = world.client(Role.AUDITOR).get("/hak-akses/")
    words = {role.value: word for role, _reaches, word in page.context["rows"]}
    assert {role for role, word in words.items() if word == "wajib"} == {
        "platform_admin", "secretariat", "verifier", "hr", "mayor", "auditor",
    }  # fmt: skip
    assert words["operator"] == "boleh"
    assert "belum diwajibkan" in page.content.decode()


def test_Z02_the_table_says_that_the_public_reads_every_region(world: World) -> None:
    """What the page says of published innovations is what happens, signed in or not."""
    foreign = publish(world.other, "INOVASI TETANGGA", world.other_office)
    address = reverse("catalogue:detail", args=[foreign.key, "inovasi-tetangga"])
    page = world.client(Role.AUDITOR).get("/hak-akses/")
    said = {role: str(reaches[0].label) for role, reaches, _second in page.context["rows"]}
    assert said == dict.fromkeys(Role, "Semua daerah")
    assert "Semua daerah" in page.content.decode()
    signed_in = {role: world.client(role) for role in Role if role is not Role.PUBLIC}
    clients = {Role.PUBLIC: Client(), **signed_in}
    opened = {role: client.get(address).status_code for role, client in clients.items()}
    assert opened == dict.fromkeys(Role, 200)


def test_the_last_administrator_is_helped_from_the_command_line(world: World) -> None:
    person = world.person(Role.PLATFORM_ADMIN)
    give_application(person)
    arguments = [person.email.upper(), "--reason", "Ponsel hilang"]
    done = CliRunner().invoke(reset_factors, arguments)
    assert (done.exit_code, "diatur ulang" in done.output) == (0, True)
    person.refresh_from_db()
    assert not person.has_second_factor
    entry = AuditEntry.objects.get(act="accounts.factor.reset")
    assert (entry.actor_key, entry.role) == ("system:reset-factors", "system")
    unknown = CliRunner().invoke(reset_factors, ["x@contoh.invalid", "--reason", "x"])
    assert unknown.exit_code == 1
