"""The pages of one's own security: what they show, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.contrib.sessions.models import Session

from prakarsa.accounts import actions, commands
from prakarsa.accounts.models import Factor, Person
from prakarsa.accounts.pictures import square_code
from prakarsa.accounts.sealing import Unreadable, reseal, seal, unseal
from prakarsa.foundation.checkups import Examination, examine
from prakarsa.foundation.time import now
from tests.accounts.browser import OWN_PAGE, signed_in
from tests.accounts.factors import (
    SECRET,
    SECURITY,
    STEP,
    answer,
    code_at,
    give_application,
    waiting,
)
from tests.audit.entries import assert_one_entry
from tests.worlds import PASSWORD

APPLICATION, RECOVERY = f"{SECURITY}aplikasi/", f"{SECURITY}kode-pemulihan/"


def test_the_secret_is_offered_as_picture_and_text_and_kept_for_ten_minutes(
    person: Person,
) -> None:
    client = signed_in(person.email)
    page = client.get(APPLICATION)
    secret = page.context["secret"]
    assert f'<p class="code mt1">{secret}</p>' in page.content.decode()
    assert "<svg" in page.content.decode()
    address = page.context["address"]
    plain = secret.replace(" ", "")
    assert address == (
        f"otpauth://totp/Prakarsa%3Arini%40contoh.invalid?secret={plain}&issuer=Prakarsa"
    )
    assert client.get(APPLICATION).context["secret"] == secret
    with time_machine.travel(now() + timedelta(minutes=11)):
        answer(client, PASSWORD, proof="password")
        assert client.get(APPLICATION).context["secret"] != secret


def test_the_picture_has_the_border_and_corners_that_readers_look_for() -> None:
    picture = square_code("otpauth://totp/x?secret=ABC")
    assert picture.path.startswith("M4 4h7v1h-7z")
    assert picture.size >= 29


def test_a_wrong_first_code_connects_nothing(person: Person) -> None:
    client = signed_in(person.email)
    client.get(APPLICATION)
    assert client.post(APPLICATION, {"code": "000000"}).status_code == 200
    assert not Factor.objects.exists()


def test_another_phone_takes_the_place_of_the_first(person: Person) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, codes[0], proof="recovery")
    secret = client.get(APPLICATION).context["secret"].replace(" ", "")
    form = {"code": code_at(now(), secret=secret)}
    assert client.post(APPLICATION, form).url == SECURITY
    assert Factor.objects.count() == 1
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert answer(waiting(person), code_at(now())).status_code == 200
        assert answer(waiting(person), code_at(now(), secret=secret)).status_code == 302


def test_recovery_codes_are_shown_and_sent_as_a_text_only_while_they_are_new(
    person: Person,
) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, codes[0], proof="recovery")
    assert client.get(RECOVERY).context["codes"] == []
    assert client.get(f"{RECOVERY}unduh/").status_code == 404
    assert client.post(RECOVERY).url == RECOVERY
    shown = client.get(RECOVERY).context["codes"]
    file = client.get(f"{RECOVERY}unduh/")
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="kode-pemulihan.txt"'
    assert file["Cache-Control"] == "no-store"
    assert file.content.decode().split("\r\n")[2:-1] == shown
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert client.get(f"{RECOVERY}unduh/").status_code == 404


def test_L07_the_session_holds_new_secrets_sealed(person: Person) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, codes[0], proof="recovery")
    secret = client.get(APPLICATION).context["secret"].replace(" ", "")
    client.post(RECOVERY)
    shown = client.get(RECOVERY).context["codes"]
    (session,) = Session.objects.all()
    held = str(session.get_decoded())
    assert secret not in held
    assert not any(code in held for code in shown)


def test_the_overview_counts_what_is_left_with_few_queries(
    person: Person, django_assert_max_num_queries: Any
) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, codes[0], proof="recovery")
    with django_assert_max_num_queries(10):
        page = client.get(SECURITY)
    assert (page.context["codes_left"], page.context["codes_total"]) == (9, 10)
    assert "Akun Anda dijaga dua langkah" in page.content.decode()


def test_nobody_removes_the_factor_of_another(person: Person, at: Any) -> None:
    give_application(person)
    other = Person(email="lain@contoh.invalid", name="Lain", created_at=at)
    other.set_password(PASSWORD)
    other.save()
    client = signed_in(other.email)
    foreign = client.post(f"{SECURITY}{Factor.objects.get().pk}/hapus/")
    missing = client.post(f"{SECURITY}987654/hapus/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert Factor.objects.count() == 1


def test_the_list_of_devices_says_how_each_signed_in(person: Person) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, codes[0], proof="recovery")
    page = client.get("/akun/perangkat/").content.decode()
    assert "dengan kode pemulihan" in page


def test_a_stale_password_and_a_demanded_factor_do_not_chase_each_other(
    person: Person, settings: Any
) -> None:
    settings.PRAKARSA_PASSWORD_DAYS = 1
    with time_machine.travel(now() + timedelta(days=2)):
        client = signed_in(person.email)
        assert client.get(OWN_PAGE).url == "/akun/kata-sandi/"
        assert client.get("/akun/kata-sandi/").status_code == 200
        assert client.get(SECURITY).status_code == 200
        assert client.get(STEP).status_code == 200


def test_S05_a_secret_lies_sealed_and_a_new_key_takes_it_over(person: Person, at: Any) -> None:
    codes = give_application(person)
    sealed = Factor.objects.get().sealed_secret
    assert SECRET not in sealed
    assert unseal(sealed) == SECRET
    assert actions.sweep_accounts(at=at)["sessions"] == 0
    assert Factor.objects.get().sealed_secret == sealed
    assert answer(waiting(person), codes[0], proof="recovery").status_code == 302


def test_O05_keys_rotate_without_a_new_enrolment(person: Person, settings: Any, at: Any) -> None:
    give_application(person, at=now() - timedelta(minutes=5))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "kunci baru yang panjang sekali " * 2
    settings.SECRET_KEY_FALLBACKS = [old]
    assert answer(waiting(person), code_at(now())).status_code == 302
    actions.sweep_accounts(at=at)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(Factor.objects.get().sealed_secret) == SECRET
    assert answer(waiting(person), code_at(now(), steps=1)).status_code == 302


def test_C08_a_forgotten_key_closes_the_door_and_loses_nothing(
    person: Person, settings: Any, at: Any
) -> None:
    give_application(person, at=now() - timedelta(minutes=5))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "kunci lain yang panjang sekali " * 2
    assert answer(waiting(person), code_at(now())).status_code == 200
    actions.sweep_accounts(at=at)
    settings.SECRET_KEY = old
    assert answer(waiting(person), code_at(now())).status_code == 302


def test_a_seal_is_renewed_only_when_the_key_changed(settings: Any) -> None:
    sealed = seal("rahasia")
    assert reseal(sealed) == sealed
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "kunci baru yang panjang sekali " * 2
    renewed = reseal(sealed)
    assert renewed != sealed
    assert unseal(renewed) == "rahasia"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_O07_the_doctor_names_secrets_that_no_key_opens(
    person: Person, settings: Any, at: Any
) -> None:
    def findings() -> list[tuple[str, str]]:
        outcomes = {each.checkup.name: each for each in examine(Examination(at=at))}
        found = outcomes["accounts.factors"].findings
        return [(each.severity.value, str(each.what)) for each in found]

    give_application(person)
    assert findings() == []
    old, settings.SECRET_KEY = settings.SECRET_KEY, "kunci baru yang panjang sekali " * 2
    assert findings() == [
        ("fault", "1 aplikasi autentikator tidak dapat dibuka dengan kunci yang diketahui.")
    ]
    settings.SECRET_KEY_FALLBACKS = [old]
    assert findings() == [("notice", "1 rahasia masih disegel dengan kunci lama.")]
    actions.sweep_accounts(at=at)
    assert findings() == []
    Person.objects.update(has_second_factor=False)
    assert findings() == [("fault", "1 akun keliru mencatat apakah punya langkah kedua.")]


def test_O05_the_command_line_seals_secrets_anew(person: Person, settings: Any) -> None:
    give_application(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "kunci baru yang panjang sekali " * 2
    with assert_one_entry("accounts.factors.resealed"):
        done = CliRunner().invoke(commands.reseal)
    assert done.output.startswith("1 rahasia")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(Factor.objects.get().sealed_secret) == SECRET
