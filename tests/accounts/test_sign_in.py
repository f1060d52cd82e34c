"""S01, S02, S10: signing in tells nothing, counts everywhere, and leads nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from prakarsa.accounts.models import DeviceSession, Person
from prakarsa.audit.models import AuditEntry, AuditPayload
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import now
from prakarsa.organisations.roles import Role
from tests.accounts.browser import (
    OWN_PAGE,
    SIGN_IN,
    is_signed_in,
    shapes_of,
    signed_in,
    try_sign_in,
    without_nonces,
)
from tests.accounts.hashers import CountingHasher
from tests.audit.entries import assert_one_entry
from tests.working import run_all
from tests.worlds import PASSWORD, World

LIMIT = 8


def test_a_right_password_signs_in_and_is_recorded(person: Person) -> None:
    with assert_one_entry("accounts.session.begun"):
        client = signed_in("  RINI@contoh.INVALID ")
    assert is_signed_in(client)
    device = DeviceSession.objects.get()
    assert (device.person, device.session_key) == (person, client.session.session_key)
    assert try_sign_in(client, person.email).url == OWN_PAGE


@pytest.mark.parametrize("username", ["rini@contoh.invalid", "tidak.ada@contoh.invalid"])
def test_S01_thirty_wrong_tries_over_two_workers_stop_at_the_limit(
    person: Person, username: str
) -> None:
    assert isinstance(AxesProxyHandler.get_implementation(), AxesDatabaseHandler)
    workers = [Client(), Client()]
    answers = []
    before = CountingHasher.calls
    for number in range(30):
        # Case and spaces make no second account, nor do other browsers.
        typed = username.upper() if number % 3 else f" {username}"
        browser = {"HTTP_USER_AGENT": f"browser {number}", "REMOTE_ADDR": f"192.0.2.{number}"}
        answers.append(try_sign_in(workers[number % 2], typed, "salah", **browser).status_code)
    assert answers == [200] * (LIMIT - 1) + [429] * (30 - LIMIT + 1)
    assert CountingHasher.calls - before == LIMIT
    assert AccessAttempt.objects.count() == LIMIT
    right = try_sign_in(Client(), username)
    assert (right.status_code, right["Retry-After"]) == (429, "900")


def test_S01_each_address_is_limited_whichever_accounts_it_tries(
    person: Person, settings: Any
) -> None:
    settings.PRAKARSA_ADDRESS_FAILURES = 5
    workers = [Client(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="192.0.2.7")]
    answers = [
        try_sign_in(workers[number % 2], f"orang{number}@contoh.invalid", "x").status_code
        for number in range(10)
    ]
    assert answers == [200] * 5 + [429] * 5
    assert try_sign_in(workers[0], person.email).status_code == 429
    assert try_sign_in(Client(REMOTE_ADDR="192.0.2.8"), person.email).status_code == 302


def test_S01_one_forgetful_colleague_does_not_lock_out_the_office(person: Person) -> None:
    for _number in range(12):
        try_sign_in(Client(REMOTE_ADDR="192.0.2.7"), "pelupa@contoh.invalid", "x")
    assert try_sign_in(Client(REMOTE_ADDR="192.0.2.7"), person.email).status_code == 302


def test_S01_an_own_success_does_not_buy_more_guesses_at_another_account(
    person: Person, at: Any
) -> None:
    insider = Person(email="orang.dalam@contoh.invalid", name="Orang Dalam", created_at=at)
    insider.set_password(PASSWORD)
    insider.save()
    answers = []
    for _number in range(LIMIT):
        answers.append(try_sign_in(Client(), person.email, "tebakan").status_code)
        assert try_sign_in(Client(), insider.email).status_code == 302
    assert answers == [200] * (LIMIT - 1) + [429]


def test_S01_the_answer_never_tells_whether_the_account_exists(person: Person, at: Any) -> None:
    invited = Person(email="baru@contoh.invalid", name="Baru", created_at=at)
    invited.set_unusable_password()
    invited.save()
    closed = Person(email="tutup@contoh.invalid", name="Tutup", created_at=at, is_active=False)
    closed.set_password(PASSWORD)
    closed.save()
    cases = {
        "rini@contoh.invalid": "salah",
        "tidak.ada@contoh.invalid": "salah",
        invited.email: "salah",
        closed.email: PASSWORD,
    }
    answers = []
    for address, password in cases.items():
        CountingHasher.calls = 0
        response = try_sign_in(Client(), address, password)
        page = without_nonces(response).replace(address, "ALAMAT")
        answers.append((response.status_code, page, CountingHasher.calls, dict(response.headers)))
    for _status, _page, _calls, headers in answers:
        for nonce in ("X-Request-Id", "Content-Length", "Expires"):
            headers.pop(nonce, None)
    for answer in answers[1:]:
        assert answer == answers[0]
    assert answers[0][2] == 1


def test_S01_asking_for_a_reset_tells_nothing_either(person: Person) -> None:
    """Not by the page, nor by what it cost: the same statements, and no hash, for both."""
    answers = []
    Client().post("/kata-sandi/lupa/", {"email": "pertama@contoh.invalid"})
    for address in (person.email, "tidak.ada@contoh.invalid"):
        CountingHasher.calls = 0
        with CaptureQueriesContext(connection) as asked:
            response = Client().post("/kata-sandi/lupa/", {"email": address}, follow=True)
        page = (response.redirect_chain, without_nonces(response), CountingHasher.calls)
        answers.append((page, shapes_of(asked)))
    assert answers[0] == answers[1]
    assert mail.outbox == []
    run_all()
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    acts = AuditEntry.objects.filter(act__startswith="accounts.reset.").order_by("sequence")
    assert list(acts.values_list("act", "target_key")) == [
        *[("accounts.reset.asked", "-")] * 3,
        ("accounts.reset.sent", str(person.key)),
    ]


def test_S03_a_lock_out_fades(person: Person) -> None:
    for _number in range(LIMIT):
        try_sign_in(Client(), person.email, "salah")
    assert try_sign_in(Client(), person.email).status_code == 429
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert try_sign_in(Client(), person.email).status_code == 302


def test_S03_whoever_keeps_trying_cannot_keep_another_locked_out(person: Person) -> None:
    start = now()
    for minute in range(16):
        with time_machine.travel(start + timedelta(minutes=minute)):
            for _number in range(LIMIT if minute == 0 else 1):
                try_sign_in(Client(), person.email, "salah")
    with time_machine.travel(start + timedelta(minutes=15, seconds=30)):
        assert try_sign_in(Client(), person.email).status_code == 302


def test_L05_failures_and_the_lock_out_are_entries_without_what_was_typed(
    person: Person,
) -> None:
    for number in range(LIMIT + 3):
        try_sign_in(Client(), person.email, f"rahasia-{number}")
    try_sign_in(Client(), "katasandi-yang-salah-tempat", "x")
    acts = list(AuditEntry.objects.order_by("sequence").values_list("act", "target_key"))
    known = str(person.key)
    assert acts == [
        *[("accounts.session.failed", known)] * (LIMIT - 1),
        ("accounts.session.locked", known),
        ("accounts.session.failed", "-"),
    ]
    kept = str(list(AuditPayload.objects.values_list("body", flat=True)))
    assert "rahasia" not in kept
    assert "katasandi" not in kept


def test_L07_the_attempts_of_the_lock_out_hold_no_password(person: Person) -> None:
    try_sign_in(Client(), person.email, "rahasia-sekali-1")
    attempt = AccessAttempt.objects.values().get()
    assert "rahasia" not in str(attempt)


def test_P02_log_lines_of_sign_in_name_nobody(person: Person, caplog: Any) -> None:
    with caplog.at_level("INFO"):
        for _number in range(LIMIT + 1):
            try_sign_in(Client(REMOTE_ADDR="192.0.2.77"), person.email, "salah")
        with time_machine.travel(now() + timedelta(minutes=16)):
            signed_in(person.email)
    assert caplog.messages
    for canary in (person.email, "192.0.2.77", person.name, "salah"):
        assert not any(canary in message for message in caplog.messages)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "192.0.2.1"),
        (0, "198.51.100.9", "192.0.2.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.5, 198.51.100.9, 192.0.2.50", "198.51.100.9"),
        (1, None, "192.0.2.1"),
        (2, "198.51.100.9", "192.0.2.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "tidak dikenal", "192.0.2.1"),
        (1, "<script>", "192.0.2.1"),
        (1, "1.2.3.4' OR 1=1", "192.0.2.1"),
    ],
)
def test_S02_the_address_comes_from_exactly_the_configured_proxies(
    settings: Any, proxies: int, forwarded: str | None, expected: str
) -> None:
    settings.PRAKARSA_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **headers)
    assert client_address(request) == expected


@pytest.mark.parametrize(("proxies", "stops"), [(0, True), (1, False)])
def test_S02_a_forged_header_makes_no_new_bucket_without_a_proxy(
    person: Person, settings: Any, proxies: int, stops: bool
) -> None:
    settings.PRAKARSA_PROXIES = proxies
    settings.PRAKARSA_ADDRESS_FAILURES = 3
    answers = [
        try_sign_in(
            Client(), f"o{number}@contoh.invalid", "x", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}"
        ).status_code
        for number in range(6)
    ]
    assert answers == ([200] * 3 + [429] * 3 if stops else [200] * 6)


OUTSIDE = [
    "//e", "/\\e", "https:e", "https://e", "%2f%2fe", "javascript:alert(1)", "u@e", "\\\\e",
    "///e", "/\t/e", "http:///e", " //e", "\x00//e", "e", "",
]  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE)
def test_S10_a_redirect_leads_only_to_own_paths(person: Person, target: str) -> None:
    assert own_path(target) is None
    form = {"username": person.email, "password": PASSWORD, "next": target}
    response = Client().post(SIGN_IN, form)
    assert response.status_code == 302
    assert response.url == configured.LOGIN_REDIRECT_URL or response.url.startswith("/")
    assert not response.url.startswith("//")
    assert target not in {response.url} - {""}


def test_S10_an_own_path_is_followed_with_its_filters(person: Person) -> None:
    form = {"username": person.email, "password": PASSWORD, "next": "/inovasi/?tahun=2026"}
    assert Client().post(SIGN_IN, form).url == "/inovasi/?tahun=2026"


def test_S10_an_unknown_host_is_refused(person: Person) -> None:
    assert Client(HTTP_HOST="jahat.example").get(SIGN_IN).status_code == 400


def test_S09_signing_in_and_out_needs_a_post_with_a_token(person: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert try_sign_in(strict, person.email).status_code == 403
    client = signed_in(person.email)
    assert client.get("/keluar/").status_code == 405
    assert is_signed_in(client)


def test_the_page_speaks_the_person_s_language_after_signing_in(person: Person) -> None:
    Person.objects.update(language="en")
    client = signed_in(person.email)
    assert client.cookies[configured.LANGUAGE_COOKIE_NAME].value == "en"


def test_P02_no_address_of_ours_holds_a_name_or_a_mail_address(world: World) -> None:
    page = world.client(Role.OPERATOR).get(OWN_PAGE).content.decode()
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert links
    assert not any("@" in link or "contoh.invalid" in link for link in links)
