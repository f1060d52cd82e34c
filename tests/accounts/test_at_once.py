"""S05, M03: of many who show the same one-time code or link at once exactly one gets in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from prakarsa.accounts import actions
from prakarsa.accounts.actions.factors import use_application_code, use_recovery_code
from prakarsa.accounts.actions.issuing import issue_link
from prakarsa.accounts.models import Letter, Person
from prakarsa.audit.models import AuditEntry
from prakarsa.audit.verification import verify
from prakarsa.foundation.time import now
from tests.accounts.factors import code_at, give_application
from tests.crowds import at_once, crowd
from tests.jobs.conftest import shared_database
from tests.worlds import PASSWORD

__all__ = ["shared_database"]


@pytest.fixture
def owner(shared_database: str) -> Person:
    """Return somebody with a password, in a database that several connections share."""
    person = Person(email="rini@contoh.invalid", name="Rini Astuti", created_at=now())
    person.set_password(PASSWORD)
    person.save()
    return person


def all_try(act: Callable[[int], object]) -> list[str]:
    """Let many do it at once; return what each got."""
    return at_once([
        lambda number=number: "in" if act(number) else "out" for number in range(crowd())
    ])  # fmt: skip


def one_of_many() -> list[str]:
    return sorted(["in"] + ["out"] * (crowd() - 1))


def test_S05_one_of_many_uses_a_recovery_code(owner: Person) -> None:
    code = give_application(owner)[0]
    told = all_try(lambda _number: use_recovery_code(person=owner, code=code, at=now()))
    assert told == one_of_many()
    assert AuditEntry.objects.filter(act="accounts.recovery.used").count() == 1
    assert verify().findings == ()


def test_S05_one_of_many_uses_the_code_of_an_application(owner: Person) -> None:
    at = now()
    give_application(owner)
    owner.factors.update(last_counter=0)
    code = code_at(at)

    def use(_number: int) -> bool:
        with transaction.atomic():
            return use_application_code(person=owner, code=code, at=at)

    assert all_try(use) == one_of_many()


def test_S05_one_of_many_sets_the_password_by_a_link(owner: Person) -> None:
    with transaction.atomic():
        _letter, link = issue_link(
            person=owner, purpose=Letter.Purpose.RESET, at=now(), new_email="", earlier=None
        )
    token = link.rstrip("/").rsplit("/", 1)[-1]
    told = all_try(
        lambda number: actions.reset_password(
            token=token, password=f"angin laut nomor {number}", at=now()
        )
    )
    assert told == one_of_many()
    assert AuditEntry.objects.filter(act="accounts.password.reset").count() == 1
    fresh = Person.objects.get(pk=owner.pk)
    fits = [n for n in range(crowd()) if fresh.check_password(f"angin laut nomor {n}")]
    assert len(fits) == 1
