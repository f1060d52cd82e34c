"""What must stand once in the database stands once in both of them, also with empty columns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from prakarsa.calendars.models import Holiday
from prakarsa.foundation.migrating import refuse_repeats
from prakarsa.organisations.models import Agency, Invitation
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Award, Innovation
from tests.evidence.builders import make_innovation
from tests.worlds import World

DAY = date(2026, 1, 1)


def test_no_constraint_needs_what_sqlite_leaves_out() -> None:
    left_out = [
        f"{model._meta.label}: {constraint.name}"
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and (constraint.nulls_distinct is not None or constraint.deferrable or constraint.include)
    ]
    assert left_out == []


def put_twice(model: type[models.Model], **values: Any) -> None:
    """Store a row, and the same again: that is refused."""
    model._default_manager.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.create(**values)


def count(model: type[models.Model], **values: Any) -> int:
    return model._default_manager.filter(**values).count()


@pytest.mark.parametrize("is_own", [True, False])
def test_one_holiday_a_day_in_a_region_and_for_all(world: World, is_own: bool) -> None:
    place = {"region": world.home if is_own else None, "day": date(2031, 2, 3)}
    put_twice(Holiday, **place, name="Libur", source="Keputusan")
    assert count(Holiday, **place) == 1


@pytest.mark.parametrize("start", [DAY, None])
def test_one_agency_of_a_name_and_start(world: World, start: date | None) -> None:
    place = {"region": world.home, "normalised_name": "dinas baru", "valid_from": start}
    put_twice(Agency, **place, name="Dinas Baru", kind=Agency.Kind.OPD)
    assert count(Agency, **place) == 1


@pytest.mark.parametrize("reach", ["unit", "region", "everywhere"])
def test_one_open_invitation_of_a_role(world: World, at: datetime, reach: str) -> None:
    place = {
        "person": world.person(Role.OPERATOR),
        "role": Role.VERIFIER,
        "region": None if reach == "everywhere" else world.home,
        "agency": world.ward if reach == "unit" else None,
        "state": Invitation.State.OPEN,
    }
    dates = {"valid_from": DAY, "created_at": at, "expires_at": at}
    put_twice(Invitation, **place, **dates)
    assert count(Invitation, **place) == 1
    Invitation.objects.create(**{**place, "state": Invitation.State.DECLINED}, **dates)


@pytest.mark.parametrize("is_own", [True, False])
def test_one_innovation_of_a_name(world: World, at: datetime, is_own: bool) -> None:
    agency = world.ward if is_own else None
    place = {"region": world.home, "agency": agency, "normalised_name": "satu nama"}
    put_twice(Innovation, **place, name="Satu Nama", created_at=at, changed_at=at)
    assert count(Innovation, **place) == 1


@pytest.mark.parametrize("year", [2025, None])
def test_one_award_of_a_name_and_year(world: World, year: int | None) -> None:
    innovation = make_innovation(world).innovation
    place = {"innovation": innovation, "name": "Penghargaan", "year": year}
    put_twice(Award, **place)
    assert count(Award, **place) == 1


def test_an_upgrade_names_the_rows_that_repeat(world: World) -> None:
    state = MigrationExecutor(connection).loader.project_state().apps
    step = refuse_repeats("organisations", "agency", "region")
    with pytest.raises(ValueError, match=r"organisations\.agency holds rows with the same region"):
        step.code(state, None)
    refuse_repeats("organisations", "agency", "key").code(state, None)
    alone = models.Q(pk=world.ward.pk)
    refuse_repeats("organisations", "agency", "region", among=alone).code(state, None)
