"""S04, S05, S07: the second step at signing in, with an application or a recovery code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from prakarsa.accounts import actions
from prakarsa.accounts.codes import application_code
from prakarsa.accounts.models import DeviceSession, Factor, Person, RecoveryCode
from prakarsa.audit.actors import system_actor
from prakarsa.audit.models import AuditEntry, AuditPayload
from prakarsa.foundation.time import now
from prakarsa.notices.models import Mail
from tests.accounts.browser import OWN_PAGE, is_signed_in, signed_in, try_sign_in
from tests.accounts.factors import SECURITY, STEP, answer, code_at, give_application, waiting
from tests.audit.entries import assert_one_entry
from tests.working import run_all
from tests.worlds import PASSWORD

NOON = datetime.fromisoformat("2026-07-14T05:00:10+00:00")
NEW = "angin laut membawa layar biru"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    """The examples of appendix B, last six figures; the key there is 12345678901234567890."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert application_code(secret=secret, counter=seconds // 30) == code


def test_S04_a_person_with_a_factor_is_in_only_after_the_second_step(person: Person) -> None:
    give_application(person, at=now() - timedelta(minutes=5))
    client = waiting(person)
    assert not is_signed_in(client)
    assert not DeviceSession.objects.exists()
    with assert_one_entry("accounts.session.begun"):
        response = answer(client, code_at(now()))
    assert (response.status_code, response.url) == (302, OWN_PAGE)
    assert is_signed_in(client)
    assert DeviceSession.objects.get().proof == "application"


def test_S04_the_password_alone_opens_nothing_whatever_is_posted(person: Person) -> None:
    give_application(person, at=now() - timedelta(minutes=5))
    client = waiting(person)
    for proof, text in (("password", PASSWORD), ("identity", "x"), ("passkey", "{}"), ("", "")):
        assert answer(client, text, proof=proof).status_code == 200
    assert not is_signed_in(client)


def test_S05_a_code_works_once(person: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        give_application(person, at=NOON - timedelta(minutes=5))
        code = code_at(NOON)
        assert answer(waiting(person), code).status_code == 302
        assert answer(waiting(person), code).status_code == 200
    # The window of a code is 90 seconds; it stays used for all of them.
    with time_machine.travel(NOON + timedelta(seconds=31), tick=False):
        assert answer(waiting(person), code).status_code == 200
        assert answer(waiting(person), code_at(NOON, steps=1)).status_code == 302


def test_S05_the_code_of_enrolling_does_not_sign_in(person: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        give_application(person, at=NOON)
        assert answer(waiting(person), code_at(NOON)).status_code == 200
        assert answer(waiting(person), code_at(NOON, steps=1)).status_code == 302


@pytest.mark.parametrize(
    ("steps", "works"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_S05_a_code_is_good_for_one_step_before_and_after(
    person: Person, steps: int, works: bool
) -> None:
    give_application(person, at=NOON - timedelta(minutes=5))
    with time_machine.travel(NOON, tick=False):
        response = answer(waiting(person), code_at(NOON, steps=steps))
    assert (response.status_code == 302) is works


def test_S05_a_recovery_code_works_once_and_only_its_digest_is_kept(person: Person) -> None:
    codes = give_application(person)
    assert (len(codes), len(set(codes))) == (10, 10)
    kept = str(list(RecoveryCode.objects.values_list("digest", flat=True)))
    assert not any(code in kept for code in codes)
    typed = codes[3].upper().replace("-", " ")
    with assert_one_entry("accounts.recovery.used"):
        assert answer(waiting(person), typed, proof="recovery").status_code == 302
    assert answer(waiting(person), codes[3], proof="recovery").status_code == 200
    assert answer(waiting(person), codes[4], proof="recovery").status_code == 302
    assert person.recovery_codes.filter(used_at=None).count() == 8


def test_S05_old_recovery_codes_die_with_new_ones(person: Person, at: datetime) -> None:
    old = give_application(person)
    new = actions.renew_recovery_codes(person=person, at=at)
    assert answer(waiting(person), old[0], proof="recovery").status_code == 200
    assert answer(waiting(person), new[0], proof="recovery").status_code == 302


def test_S05_no_path_takes_the_codes_of_another(person: Person, at: datetime) -> None:
    """A recovery code is no application code, no password, no letter; and not somebody else's."""
    codes = give_application(person)
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    actions.add_application(person=other, secret="A" * 32, code=code_at(at, secret="A" * 32), at=at)
    assert answer(waiting(other), codes[0], proof="recovery").status_code == 200
    assert answer(waiting(person), codes[0]).status_code == 200
    assert try_sign_in(Client(), person.email, codes[0]).status_code == 200
    assert Client().get(f"/kata-sandi/baru/{codes[0]}/").status_code == 410
    assert Client().get(f"/undangan/{codes[0]}/").status_code == 410
    assert answer(waiting(person), codes[0], proof="recovery").status_code == 302


@pytest.mark.parametrize("change", ["password", "address", "closed", "late", "clock set back"])
def test_S05_a_half_signed_in_browser_is_forgotten(person: Person, change: str) -> None:
    codes = give_application(person)
    kept, lost = waiting(person), waiting(person)
    assert answer(kept, codes[0], proof="recovery").status_code == 302
    moment = now()
    if change == "password":
        person.set_password(NEW)
        person.save()
    elif change == "address":
        Person.objects.filter(pk=person.pk).update(email="baru@contoh.invalid")
    elif change == "closed":
        Person.objects.filter(pk=person.pk).update(is_active=False)
    else:
        moment += timedelta(minutes=11 if change == "late" else -11)
    with time_machine.travel(moment):
        response = answer(lost, codes[1], proof="recovery")
    assert (response.status_code, response.url) == (302, "/masuk/")
    assert not is_signed_in(lost)


def test_S07_each_step_gives_a_new_session_id(person: Person) -> None:
    codes = give_application(person)
    client = Client()
    session = client.session
    session["planted"] = "before"
    session.save()
    keys = [session.session_key]
    try_sign_in(client, person.email)
    keys.append(client.session.session_key)
    answer(client, codes[0], proof="recovery")
    keys.append(client.session.session_key)
    answer(client, codes[1], proof="recovery")
    keys.append(client.session.session_key)
    assert len(set(keys)) == 4
    assert list(Session.objects.values_list("session_key", flat=True)) == [keys[-1]]
    assert list(DeviceSession.objects.values_list("session_key", flat=True)) == [keys[-1]]
    assert is_signed_in(client)


def test_S07_adding_and_removing_a_factor_ends_all_other_sessions(person: Person) -> None:
    here, there = signed_in(person.email), signed_in(person.email)
    here.get(f"{SECURITY}aplikasi/")
    secret = _offered_secret(here)
    form = {"code": code_at(now(), secret=secret)}
    with assert_one_entry("accounts.factor.added"):
        response = here.post(f"{SECURITY}aplikasi/", form)
    assert response.url == f"{SECURITY}kode-pemulihan/"
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert [each.session_key for each in DeviceSession.objects.all()] == [here.session.session_key]
    assert Session.objects.count() == 1
    code = _shown_codes(here)[0]
    again = waiting(person)
    assert answer(again, code, proof="recovery").status_code == 302
    factor = Factor.objects.get()
    with assert_one_entry("accounts.factor.removed"):
        assert again.post(f"{SECURITY}{factor.pk}/hapus/").status_code == 302
    assert is_signed_in(again)
    assert not is_signed_in(here)
    person.refresh_from_db()
    assert not person.has_second_factor
    assert not RecoveryCode.objects.exists()


def test_S07_a_reset_factor_acts_on_the_very_next_request(person: Person, at: datetime) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, codes[0], proof="recovery")
    assert is_signed_in(client)
    with assert_one_entry("accounts.factor.reset"):
        actions.reset_factors(actor=system_actor("t"), person=person, reason="Hilang", at=at)
    assert AuditEntry.objects.filter(act="accounts.devices.ended").count() == 1
    assert not is_signed_in(client)
    assert not RecoveryCode.objects.exists()
    assert is_signed_in(signed_in(person.email))


def test_S01_wrong_codes_are_limited_together_with_passwords(person: Person) -> None:
    codes = give_application(person)
    client = waiting(person)
    answers = [answer(client, f"{number:06}").status_code for number in range(4)]
    answers += [answer(client, "salah", proof="recovery").status_code for _number in range(4)]
    assert answers == [200] * 7 + [429]
    right = answer(client, codes[0], proof="recovery")
    assert (right.status_code, right["Retry-After"]) == (429, "900")
    assert try_sign_in(Client(), person.email).status_code == 429
    with time_machine.travel(now() + timedelta(minutes=9)):
        assert answer(client, codes[0], proof="recovery").status_code == 429


def test_S01_new_passwords_buy_no_new_guesses_at_the_code(person: Person) -> None:
    give_application(person)
    answers = [answer(waiting(person), "000000").status_code for _number in range(7)]
    assert answers == [200] * 7
    assert answer(waiting(person), "000000").status_code == 429


def test_S01_wrong_codes_after_a_right_password_are_told_once_a_day(person: Person) -> None:
    codes = give_application(person)
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=False) as clock:
        client = waiting(person)
        told = []
        for _each in range(5):
            answer(client, "000000")
            told.append(Mail.objects.filter(kind="codes_failed").count())
        assert told == [0, 0, 1, 1, 1]
        run_all()
        letters = [each for each in mail.outbox if each.subject.startswith("Kode langkah kedua")]
        assert [each.to for each in letters] == [[person.email]]
        assert "Ganti kata sandi Anda sekarang" in letters[0].body
        assert answer(client, codes[0], proof="recovery").status_code == 302
        # Whoever is inside already proves it is them; no letter for a slip there.
        for _each in range(3):
            answer(client, "000000")
        clock.shift(timedelta(days=1))
        client = waiting(person)
        for _each in range(4):
            answer(client, "000000")
        assert Mail.objects.filter(kind="codes_failed").count() == 2


def test_S01_wrong_codes_count_for_the_network_address(person: Person, settings: Any) -> None:
    codes = give_application(person)
    settings.PRAKARSA_ADDRESS_FAILURES = 3
    client = waiting(person)
    assert [answer(client, "1").status_code for _number in range(4)] == [200] * 3 + [429]
    assert answer(client, codes[0], proof="recovery").status_code == 429


def test_L05_each_event_of_the_second_step_is_an_entry(person: Person) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, "123456")
    answer(client, codes[0], proof="recovery")
    acts = list(AuditEntry.objects.order_by("sequence").values_list("act", flat=True))
    assert acts == [
        "accounts.factor.added",
        "accounts.session.halfway",
        "accounts.session.code_failed",
        "accounts.recovery.used",
        "accounts.session.begun",
    ]


def test_L07_codes_and_secrets_are_recorded_nowhere(person: Person) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, "654321")
    answer(client, codes[0], proof="recovery")
    with_tables = str(list(AuditPayload.objects.values_list("body", flat=True)))
    from axes.models import AccessAttempt

    with_tables += str(list(AccessAttempt.objects.values()))
    with_tables += str(list(Factor.objects.values())) + str(list(RecoveryCode.objects.values()))
    for secret in ("654321", codes[0], codes[0].replace("-", ""), "JBSWY3DP"):
        assert secret not in with_tables


def test_a_stranger_at_the_second_step_is_led_to_the_first(db: None) -> None:
    assert Client().get(STEP).url == "/masuk/"
    assert answer(Client(), "123456").url == "/masuk/"


def _offered_secret(client: Client) -> str:
    page = client.get(f"{SECURITY}aplikasi/").context
    return str(page["secret"]).replace(" ", "")


def _shown_codes(client: Client) -> list[str]:
    codes: list[str] = client.get(f"{SECURITY}kode-pemulihan/").context["codes"]
    return codes
