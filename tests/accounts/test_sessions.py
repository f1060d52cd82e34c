"""S07, S08: a session begins afresh, ends at once, and does not last for ever."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from prakarsa.accounts import actions
from prakarsa.accounts.devices import describe_device
from prakarsa.accounts.models import DeviceSession, Person
from prakarsa.accounts.queries import devices_of
from prakarsa.audit.actors import system_actor
from prakarsa.audit.models import AuditEntry
from prakarsa.foundation.time import now
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from tests.accounts.browser import OWN_PAGE, SIGN_IN, is_signed_in, signed_in, try_sign_in
from tests.audit.entries import assert_one_entry
from tests.working import run_all
from tests.worlds import PASSWORD, World

NEW = "angin laut membawa layar biru"
COOKIE = "prakarsa"


def replay(client: Client) -> Client:
    """Return another browser that holds a copy of the cookie as it is now."""
    copy = Client()
    copy.cookies[COOKIE] = client.cookies[COOKIE].value
    return copy


def test_S07_signing_in_gives_a_new_session_id(person: Person) -> None:
    client = Client()
    session = client.session
    session["planted"] = "before"
    session.save()
    planted = session.session_key
    assert try_sign_in(client, person.email).status_code == 302
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_S07_another_person_in_the_same_browser_inherits_nothing(person: Person, at: Any) -> None:
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    client = signed_in(person.email)
    session = client.session
    session["membership"] = "chosen before"
    session.save()
    client.post("/keluar/")
    try_sign_in(client, other.email)
    assert "membership" not in client.session
    assert client.session["_auth_user_id"] == str(other.pk)


def test_S07_the_cookie_is_worthless_after_signing_out(person: Person) -> None:
    client = signed_in(person.email)
    thief = replay(client)
    assert is_signed_in(thief)
    with assert_one_entry("accounts.session.ended"):
        response = client.post("/keluar/")
    assert response["Clear-Site-Data"] == '"storage"'
    assert not is_signed_in(thief)
    assert not is_signed_in(client)
    assert not DeviceSession.objects.exists()


def test_S07_the_cookie_is_worthless_after_deactivation(person: Person) -> None:
    client = signed_in(person.email)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert try_sign_in(Client(), person.email).status_code == 200


def test_S07_a_changed_password_ends_all_other_sessions(person: Person) -> None:
    client, other = signed_in(person.email), signed_in(person.email)
    thief = replay(client)
    form = {"current": PASSWORD, "password": NEW}
    with assert_one_entry("accounts.password.changed"):
        assert client.post("/akun/kata-sandi/", form).status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert not is_signed_in(thief)
    assert list(DeviceSession.objects.values_list("session_key", flat=True)) == [
        client.session.session_key
    ]


@pytest.mark.parametrize("way", ["ended", "removed", "not begun"])
def test_S07_an_ended_membership_acts_on_the_very_next_request(world: World, way: str) -> None:
    client = world.client(Role.AUDITOR)
    assert client.get("/jejak-audit/").status_code == 200
    rows = Membership.objects.filter(person=world.person(Role.AUDITOR))
    today = now().date()
    if way == "ended":
        rows.update(valid_until=today)
    elif way == "removed":
        rows.delete()
    else:
        rows.update(valid_from=today + timedelta(days=2))
    assert client.get("/jejak-audit/").status_code == 403
    assert is_signed_in(client)


def test_S07_a_changed_role_acts_on_the_very_next_request(world: World) -> None:
    client = world.client(Role.AUDITOR)
    assert client.get("/jejak-audit/").status_code == 200
    Membership.objects.filter(person=world.person(Role.AUDITOR)).update(role=Role.HR)
    assert client.get("/jejak-audit/").status_code == 403


def test_S08_a_person_sees_and_ends_one_device(person: Person) -> None:
    phone = signed_in(person.email, HTTP_USER_AGENT="Mozilla (Linux; Android 14) Chrome/130")
    desk = signed_in(person.email, HTTP_USER_AGENT="Mozilla (Windows NT 10.0) Firefox/140")
    page = desk.get("/akun/perangkat/").content.decode()
    assert "Chrome, Android" in page
    assert "Firefox, Windows" in page
    device = DeviceSession.objects.get(session_key=phone.session.session_key)
    with assert_one_entry("accounts.devices.ended"):
        assert desk.post(f"/akun/perangkat/{device.pk}/akhiri/").status_code == 302
    assert not is_signed_in(phone)
    assert is_signed_in(desk)


def test_S08_a_person_ends_all_other_devices(person: Person) -> None:
    clients = [signed_in(person.email) for _number in range(3)]
    clients[0].post("/akun/perangkat/akhiri/")
    assert [is_signed_in(client) for client in clients] == [True, False, False]


def test_S08_nobody_ends_the_device_of_another(person: Person, world: World) -> None:
    client = signed_in(person.email)
    device = DeviceSession.objects.get()
    stranger = world.client(Role.OPERATOR)
    missing = stranger.post("/akun/perangkat/999999/akhiri/")
    foreign = stranger.post(f"/akun/perangkat/{device.pk}/akhiri/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert is_signed_in(client)


def test_S08_an_administrator_ends_all_sessions_of_a_person(person: Person, at: Any) -> None:
    clients = [signed_in(person.email) for _number in range(2)]
    with assert_one_entry("accounts.devices.ended"):
        assert actions.end_all_sessions(actor=system_actor("t"), person=person, at=at) == 2
    assert not any(is_signed_in(client) for client in clients)


@pytest.mark.parametrize(("minutes", "lives"), [(29, True), (31, False)])
def test_S08_half_an_hour_without_use_ends_a_session(
    person: Person, minutes: int, lives: bool
) -> None:
    client = signed_in(person.email)
    with time_machine.travel(now() + timedelta(minutes=minutes)):
        assert devices_of(person, at=now()).exists() is lives
        assert is_signed_in(client) is lives
    ended = AuditEntry.objects.filter(act="accounts.session.expired").count()
    assert ended == (0 if lives else 1)


def test_S08_a_used_session_lives_on_and_still_ends_after_twelve_hours(person: Person) -> None:
    client = signed_in(person.email)
    start = now()
    for minute in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minute)):
            assert is_signed_in(client), minute
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert not is_signed_in(client)


def test_S08_a_page_that_looks_again_by_itself_keeps_nobody_signed_in(person: Person) -> None:
    client = signed_in(person.email)
    start = now()
    for minute in range(5, 30, 5):
        with time_machine.travel(start + timedelta(minutes=minute)):
            page = client.get("/beranda/", headers={"x-by-itself": "1"})
            assert page.status_code == 200, minute
    with time_machine.travel(start + timedelta(minutes=31)):
        assert not is_signed_in(client)


def test_S08_an_ended_session_says_so_and_leads_back(person: Person) -> None:
    client = signed_in(person.email)
    with time_machine.travel(now() + timedelta(minutes=31)):
        response = client.get("/akun/kata-sandi/", follow=True)
        assert response.redirect_chain == [("/masuk/?next=/akun/kata-sandi/", 302)]
        page = response.content.decode()
        assert "Sesi Anda berakhir karena lama tidak dipakai" in page
        assert 'name="next" value="/akun/kata-sandi/"' in page
        assert "Sesi Anda berakhir" not in client.get(SIGN_IN).content.decode()


def test_S08_reading_writes_the_session_at_most_once_a_minute(
    person: Person, django_assert_num_queries: Any
) -> None:
    client = signed_in(person.email)
    before = DeviceSession.objects.get().last_seen_at
    client.get(OWN_PAGE)
    assert DeviceSession.objects.get().last_seen_at == before
    with time_machine.travel(now() + timedelta(seconds=61)):
        client.get(OWN_PAGE)
    assert DeviceSession.objects.get().last_seen_at > before


def test_G04_sessions_devices_and_letters_have_an_end(person: Person, at: Any) -> None:
    signed_in(person.email)
    try_sign_in(Client(), "lain@contoh.invalid", "salah")
    actions.request_reset(email=person.email, at=now())
    run_all()
    kinds = ("sessions", "devices", "attempts", "letters")
    with assert_one_entry("accounts.upkeep.swept"):
        assert actions.sweep_accounts(at=now()) == dict.fromkeys(kinds, 0)
    removed = actions.sweep_accounts(at=now() + timedelta(days=31))
    assert removed == dict.fromkeys(kinds, 1)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14; SM-A146P) Chrome/130.0 Mobile Safari", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_browser_and_system(user_agent: str, name: str) -> None:
    assert describe_device(user_agent) == name


def test_a_membership_that_ends_today_is_over_by_the_region_s_day(world: World) -> None:
    """S07 leans on Z09: the day is the region's, not the server's."""
    rows = Membership.objects.filter(person=world.person(Role.AUDITOR))
    rows.update(valid_until=date(2026, 12, 1))
    client = world.client(Role.AUDITOR)
    with time_machine.travel("2026-11-30T16:59:00+00:00"):
        client.force_login(
            world.person(Role.AUDITOR), backend="prakarsa.accounts.backends.AddressBackend"
        )
        assert client.get("/jejak-audit/").status_code == 200
    with time_machine.travel("2026-11-30T17:00:30+00:00"):
        assert client.get("/jejak-audit/").status_code == 403
