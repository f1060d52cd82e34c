"""The state table: every act from every state, random sequences, and acts at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry import actions
from prakarsa.registry.models import Innovation, Revision
from prakarsa.registry.parts import Part
from prakarsa.registry.permissions import CHECKS
from prakarsa.registry.states import DONE, TRANSITIONS, Act, State, transition
from tests.registry.innovations import COMPLETE, make_complete
from tests.worlds import World

NOTES = [actions.Note("Lengkapi.")]
ACTS = st.sampled_from(list(CHECKS))
ROLES = st.sampled_from([role for role in Role if role is not Role.PUBLIC])


def do(act: Act, seat: Seat, innovation: Innovation, at: datetime, step: int = 0) -> Any:
    """Do an act with what it needs."""
    known = {"seat": seat, "innovation": innovation, "at": at}
    doers: dict[Act, Callable[[], Any]] = {
        Act.CHANGE: lambda: actions.change_innovation(
            **known, part=Part.NAME, values={"summary": f"Ringkasan {step}"}
        ),
        Act.SUBMIT: lambda: actions.submit_innovation(**known),
        Act.RETURN: lambda: actions.return_innovation(**known, notes=NOTES),
        Act.VERIFY: lambda: actions.verify_innovation(**known),
        Act.PUBLISH: lambda: actions.publish_innovation(**known),
        Act.RETIRE: lambda: actions.retire_innovation(**known, reason="Selesai"),
        Act.CARRY_OVER: lambda: actions.carry_over(**known, edition_year=2027 + step),
        Act.WITHDRAW: lambda: actions.withdraw_carry_over(**known),
    }
    return doers[act]()


def test_the_table_names_each_place_once_and_every_act() -> None:
    places = Counter((row.state, row.act) for row in TRANSITIONS)
    assert set(places.values()) == {1}
    assert {row.act for row in TRANSITIONS} == set(Act) == set(DONE)
    assert {row.state for row in TRANSITIONS} == {None, *State} - {State.RETIRED}
    assert all(row.needs_reason for row in TRANSITIONS if row.act in {Act.RETURN, Act.RETIRE})


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_Z10_an_act_is_done_exactly_where_the_table_says(
    world: World, at: datetime, state: State
) -> None:
    operator = world.seat(Role.OPERATOR)
    draft = make_complete(operator, at)
    # Only a draft that came along from an earlier edition can be called off.
    actions.carry_over(seat=operator, innovation=draft, edition_year=2027, at=at)
    Innovation.objects.update(state=state)
    seats = {role: world.seat(role) for role in Role if role is not Role.PUBLIC}
    for act, role in product(CHECKS, seats):
        row = transition(state, act)
        innovation, before = Innovation.objects.get(), Revision.objects.count()
        if row is not None and role in row.roles and role is not Role.EMPLOYEE:
            # The window test of submitting stands elsewhere; here only the place counts.
            assert CHECKS[act](seats[role], innovation)
            continue
        with pytest.raises(PermissionDenied):
            do(act, seats[role], innovation, at)
        assert (Innovation.objects.get().state, Revision.objects.count()) == (state, before)


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(list(CHECKS)), st.sampled_from(list(Role)[:-1])), max_size=8
    )
)
def test_Z10_random_acts_never_leave_the_table(
    world: World, at: datetime, steps: list[tuple[Act, Role]]
) -> None:
    operator = world.seat(Role.OPERATOR)
    name = f"Inovasi {Innovation.objects.count()}"
    innovation = make_complete(operator, at, name)
    state = back = Innovation.State.DRAFT
    for number, (act, role) in enumerate(steps):
        innovation = Innovation.objects.get(pk=innovation.pk)
        row = transition(state, act)
        try:
            do(act, world.seat(role), innovation, at, number)
        except (PermissionDenied, actions.NotReady, actions.ReportingClosed, actions.NotLater):
            pass
        else:
            assert row is not None
            assert role in row.roles
            back = state if act is Act.CARRY_OVER else back
            state = row.next_state or back
        assert Innovation.objects.get(pk=innovation.pk).state == state
    numbers = Revision.objects.filter(innovation=innovation).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_M04_a_double_click_has_one_effect(world: World, at: datetime) -> None:
    from prakarsa.notices.models import Notice

    operator, verifier = world.seat(Role.OPERATOR), world.seat(Role.VERIFIER)
    page = make_complete(operator, at)
    for _click in range(3):
        actions.submit_innovation(seat=operator, innovation=page, at=at)
    page = Innovation.objects.get()
    for _click in range(2):
        actions.return_innovation(seat=verifier, innovation=page, notes=NOTES, at=at)
    acts = list(Revision.objects.order_by("number").values_list("act", flat=True))
    assert acts[-2:] == ["submit", "return"]
    assert Innovation.objects.get().notes.count() == 1
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_Z10_a_stale_page_gets_both_values_and_changes_nothing(world: World, at: datetime) -> None:
    from django.urls import reverse

    operator = world.seat(Role.OPERATOR)
    page = make_complete(operator, at)
    secretariat = world.seat(Role.SECRETARIAT)
    actions.change_innovation(
        seat=secretariat, innovation=page, part=Part.NAME, values={"summary": "Kata mereka"}, at=at
    )
    client = world.client(Role.OPERATOR)
    address = reverse("registry:edit", args=[page.key, Part.NAME.value])
    mine = {"name": page.name, "summary": "Kata saya", "version": page.version, "next": "tasks"}
    answer = client.post(address, mine)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Data berubah sejak Anda membukanya" in body
    assert "Secretariat Kota-Contoh mengubah catatan ini" in body
    assert "Kata mereka" in body
    assert "Kata saya" in body
    assert Innovation.objects.get().summary == "Kata mereka"
    assert client.post(address, mine | {"version": page.version + 1}).status_code == 302
    assert Innovation.objects.get().summary == "Kata saya"


@pytest.mark.django_db
def test_a_page_of_another_part_is_not_stale(world: World, at: datetime) -> None:
    operator = world.seat(Role.OPERATOR)
    page = make_complete(operator, at)
    actions.change_innovation(
        seat=operator, innovation=page, part=Part.NAME, values={"summary": "Baru"}, at=at
    )
    values = COMPLETE[Part.PURPOSE] | {"benefit": "Lebih cepat."}
    changed = actions.change_innovation(
        seat=operator, innovation=page, part=Part.PURPOSE, values=values, at=at
    )
    assert (changed.summary, changed.benefit) == ("Baru", "Lebih cepat.")
