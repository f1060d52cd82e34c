"""Acts on agencies and people, each beside what it refuses."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied, ValidationError

from prakarsa.audit.models import AuditEntry
from prakarsa.organisations import actions
from prakarsa.organisations.commands import invite
from prakarsa.organisations.models import Agency, Invitation, Membership, Supervision
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import agency_and_below, memberships_of
from tests.worlds import World, make_person

DAY = date(2026, 7, 14)
VALUES = {"name": "Badan Riset", "kind": "opd", "parent": None}


def test_Z09_a_membership_counts_from_its_first_day_to_before_its_last(world: World) -> None:
    person = world.person(Role.OPERATOR)
    person.memberships.update(valid_from=DAY, valid_until=date(2026, 7, 20))
    counted = [memberships_of(person, on=date(2026, 7, day)).count() for day in (13, 14, 19, 20)]
    assert counted == [0, 1, 1, 0]


def test_Z09_an_heir_reads_what_its_predecessor_left(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    actions.succeed_agencies(
        seat=seat, predecessors=[world.ward], successors=[world.second_ward], effective_on=DAY,
        source="Perda contoh", at=at,
    )  # fmt: skip
    world.ward.refresh_from_db()
    assert world.ward.valid_until == DAY
    assert agency_and_below(world.second_ward) == {world.ward.pk, world.second_ward.pk}


def test_only_the_own_secretariat_makes_agencies(world: World, at: datetime) -> None:
    for role in set(Role) - {Role.SECRETARIAT, Role.PUBLIC, Role.PLATFORM_ADMIN}:
        with pytest.raises(PermissionDenied):
            actions.create_agency(seat=world.seat(role), region=world.home, values=VALUES, at=at)
    with pytest.raises(PermissionDenied):
        actions.create_agency(
            seat=world.other_seat(Role.SECRETARIAT), region=world.home, values=VALUES, at=at
        )
    agency = actions.create_agency(
        seat=world.seat(Role.SECRETARIAT), region=world.home, values=VALUES, at=at
    )
    entry = AuditEntry.objects.get(act="organisations.agency.created")
    assert (entry.target_key, entry.role) == (agency.key, "secretariat")


def test_a_twin_and_a_circle_are_refused(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    actions.create_agency(seat=seat, region=world.home, values=VALUES, at=at)
    with pytest.raises(ValidationError, match="sudah ada"):
        actions.create_agency(
            seat=seat, region=world.home, values={**VALUES, "name": "badan  RISET"}, at=at
        )
    with pytest.raises(ValidationError, match="di bawah dirinya"):
        actions.change_agency(
            seat=seat, agency=world.district, values={"parent": world.ward}, version=1, at=at
        )


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [
        (None, None),
        (None, date(2019, 1, 2)),
        (date(2019, 6, 1), date(2019, 7, 1)),
        (date(2024, 12, 31), None),
    ],
)
def test_a_name_is_held_by_one_agency_on_each_day(
    world: World, at: datetime, valid_from: date | None, valid_until: date | None
) -> None:
    seat = world.seat(Role.SECRETARIAT)
    first = {**VALUES, "valid_from": date(2019, 1, 1), "valid_until": date(2025, 1, 1)}
    actions.create_agency(seat=seat, region=world.home, values=first, at=at)
    twin = {"name": "badan  riset", "valid_from": valid_from, "valid_until": valid_until}
    words = "Badan Riset sudah ada, berlaku sejak 1 Januari 2019 sampai 1 Januari 2025."
    with pytest.raises(ValidationError, match=words):
        actions.create_agency(seat=seat, region=world.home, values={**VALUES, **twin}, at=at)


def test_a_change_does_not_make_twins_either(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    for start, end in ((date(2019, 1, 1), date(2025, 1, 1)), (date(2025, 1, 1), None)):
        values = {**VALUES, "valid_from": start, "valid_until": end}
        agency = actions.create_agency(seat=seat, region=world.home, values=values, at=at)
    for changes in ({"valid_from": date(2024, 12, 31)}, {"valid_from": None}):
        with pytest.raises(ValidationError, match="Badan Riset sudah ada"):
            actions.change_agency(seat=seat, agency=agency, values=changes, version=1, at=at)
    with pytest.raises(ValidationError, match="Badan Riset sudah ada"):
        actions.change_agency(
            seat=seat, agency=world.office, values={"name": "Badan Riset"}, version=1, at=at
        )
    changes = {"valid_from": date(2025, 1, 2)}
    assert actions.change_agency(seat=seat, agency=agency, values=changes, version=1, at=at)


def test_a_circle_already_stored_does_not_hang_the_next_change(world: World, at: datetime) -> None:
    first, second = world.district, world.ward
    Agency.objects.filter(pk=first.pk).update(parent=second)
    Agency.objects.filter(pk=second.pk).update(parent=first)
    changed = actions.change_agency(
        seat=world.seat(Role.SECRETARIAT), agency=world.second_ward,
        values={"parent": Agency.objects.get(pk=first.pk)}, version=1, at=at,
    )  # fmt: skip
    assert changed.parent == first


def test_an_impossible_or_repeated_succession_is_refused(world: World, at: datetime) -> None:
    Agency.objects.filter(pk=world.ward.pk).update(valid_from=DAY)
    old = Agency.objects.get(pk=world.ward.pk)
    common = {
        "seat": world.seat(Role.SECRETARIAT), "predecessors": [old],
        "successors": [world.second_ward], "source": "Perda contoh", "at": at,
    }  # fmt: skip
    with pytest.raises(ValidationError, match="belum ada pada tanggal itu"):
        actions.succeed_agencies(effective_on=DAY, **common)
    actions.succeed_agencies(effective_on=date(2026, 7, 15), **common)
    with pytest.raises(ValidationError, match="sudah tercatat"):
        actions.succeed_agencies(effective_on=date(2026, 7, 16), **common)
    third = {**common, "successors": [world.office]}
    with pytest.raises(ValidationError, match="sudah berakhir pada 15 Juli 2026"):
        actions.succeed_agencies(effective_on=date(2026, 7, 16), **third)


def test_Z12_nobody_gives_a_role_to_themselves(world: World, at: datetime) -> None:
    for giver, role, agency in (
        (Role.SECRETARIAT, Role.HR, None),
        (Role.SECRETARIAT, Role.VERIFIER, None),
        (Role.PLATFORM_ADMIN, Role.SECRETARIAT, None),
        (Role.AGENCY_HEAD, Role.OPERATOR, world.ward),
    ):
        seat = world.seat(giver)
        assert seat.person is not None
        with pytest.raises(ValidationError, match="oleh orang lain"):
            actions.invite_member(
                seat=seat, email=seat.person.email, person_name="Saya", role=role,
                region=world.home, agency=agency, valid_from=DAY, at=at,
            )  # fmt: skip
        assert seat.person.memberships.count() == 1


@pytest.mark.parametrize(
    ("giver", "role", "is_allowed"),
    [
        (Role.SECRETARIAT, Role.OPERATOR, True),
        (Role.SECRETARIAT, Role.VERIFIER, True),
        (Role.SECRETARIAT, Role.SECRETARIAT, False),
        (Role.SECRETARIAT, Role.PLATFORM_ADMIN, False),
        (Role.AGENCY_HEAD, Role.OPERATOR, True),
        (Role.AGENCY_HEAD, Role.VERIFIER, False),
        (Role.OPERATOR, Role.OPERATOR, False),
        (Role.MAYOR, Role.OPERATOR, False),
        (Role.AUDITOR, Role.OPERATOR, False),
    ],
)
def test_roles_are_given_only_within_reach(
    world: World, at: datetime, giver: Role, role: Role, is_allowed: bool
) -> None:
    agency = world.ward if role in (Role.OPERATOR, Role.EMPLOYEE) else None

    def give() -> Invitation:
        return actions.invite_member(
            seat=world.seat(giver), email="baru@contoh.invalid", person_name="Orang Baru",
            role=role, agency=agency, valid_from=DAY, at=at,
        )  # fmt: skip

    if is_allowed:
        assert give().region == world.home
    else:
        with pytest.raises(PermissionDenied):
            give()


def test_an_agency_head_invites_only_into_the_own_unit(world: World, at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        actions.invite_member(
            seat=world.seat(Role.AGENCY_HEAD), email="baru@contoh.invalid", person_name="Baru",
            role=Role.OPERATOR, agency=world.second_ward, valid_from=DAY, at=at,
        )  # fmt: skip


def test_nobody_ends_the_own_membership(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    assert seat.membership is not None
    with pytest.raises(PermissionDenied):
        actions.end_membership(
            seat=seat, membership=seat.membership, version=1, on=DAY, reason="x", at=at
        )


def test_the_last_operator_leaves_only_with_an_heir(world: World, at: datetime) -> None:
    seat, person = world.seat(Role.SECRETARIAT), world.person(Role.OPERATOR)
    common = {"seat": seat, "person": person, "reason": "Pindah tugas", "on": DAY, "at": at}
    with pytest.raises(ValidationError, match="Pilih penerus draf untuk: Kelurahan Melati"):
        actions.deactivate_person(heir=None, **common)
    heir = make_person("Penerus", Role.EMPLOYEE, world.home, world.ward)
    actions.deactivate_person(heir=heir, **common)
    person.refresh_from_db()
    assert not person.is_active
    assert heir.memberships.filter(role=Role.OPERATOR, agency=world.ward).count() == 1


def test_Z08_nobody_inherits_a_role_without_being_asked(world: World, at: datetime) -> None:
    """An heir from elsewhere would become an operator at once, and was offered nothing."""
    client, person = world.client(Role.SECRETARIAT), world.person(Role.OPERATOR)
    verifier = world.person(Role.VERIFIER)
    form = {"reason": "Pindah tugas", "heir": verifier.pk}
    assert client.post(f"/orang/{person.key}/nonaktifkan/", form).status_code == 200
    with pytest.raises(ValidationError, match="Pilih penerus draf untuk: Kelurahan Melati"):
        actions.deactivate_person(
            seat=world.seat(Role.SECRETARIAT), person=person, heir=verifier, reason="x", on=DAY,
            at=at,
        )  # fmt: skip
    person.refresh_from_db()
    assert person.is_active
    assert not verifier.memberships.filter(role=Role.OPERATOR).exists()


def test_a_new_superior_ends_the_one_before(world: World, at: datetime) -> None:
    seat, person = world.seat(Role.HR), world.person(Role.OPERATOR)
    first, second = world.person(Role.AGENCY_HEAD), world.person(Role.SECRETARY)
    for version, superior, day in ((1, first, date(2026, 1, 1)), (2, second, DAY)):
        actions.set_superior(
            seat=seat, person=person, superior=superior, valid_from=day, version=version, at=at
        )
    rows = Supervision.objects.order_by("valid_from").values_list("superior", "valid_until")
    assert list(rows) == [(first.pk, DAY), (second.pk, None)]
    with pytest.raises(PermissionDenied):
        actions.set_superior(
            seat=world.other_seat(Role.HR), person=person, superior=first, valid_from=DAY,
            version=3, at=at,
        )  # fmt: skip


def test_a_service_is_added_once(world: World, at: datetime) -> None:
    seat = world.seat(Role.OPERATOR)
    common = {"seat": seat, "agency": world.ward, "description": "", "at": at}
    actions.add_service(name="Surat domisili", **common)
    with pytest.raises(ValidationError, match="sudah ada dalam katalog"):
        actions.add_service(name="surat  DOMISILI", **common)
    with pytest.raises(PermissionDenied):
        actions.add_service(**{**common, "agency": world.second_ward}, name="Surat lain")
    assert Agency.objects.get(pk=world.ward.pk).services.count() == 1


def test_the_first_people_are_invited_from_the_command_line(world: World) -> None:
    arguments = ["pertama@contoh.invalid", "Orang Pertama", "--role", "secretariat"]
    assert CliRunner().invoke(invite, arguments).exit_code == 1
    for _again in range(2):
        result = CliRunner().invoke(invite, [*arguments, "--region", world.home.pk])
        assert result.output == "Undangan dikirim ke pertama@contoh.invalid.\n"
    (membership,) = Membership.objects.filter(person__email="pertama@contoh.invalid")
    assert (membership.role, membership.region) == ("secretariat", world.home)


def test_a_role_that_another_gives_does_not_move_a_person_out_of_the_own_seat(
    world: World, at: datetime
) -> None:
    actions.grant_membership(
        seat=world.seat(Role.AGENCY_HEAD), person=world.person(Role.MAYOR), role=Role.OPERATOR,
        region=world.home, agency=world.ward, valid_from=DAY, valid_until=None, at=at,
    )  # fmt: skip
    response = world.client(Role.MAYOR).get("/beranda/")
    assert (response.status_code, response["Location"]) == (302, "/ringkasan/")
