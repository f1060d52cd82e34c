"""S04: a second step as people add and use it: without JavaScript, and with a passkey."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from prakarsa.accounts.codes import STEP_SECONDS, application_code
from tests.journeys.people import PHONE, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.journey]
# Operators whom no other journey needs: from now on they are asked for a second step.
ON_A_PHONE, AT_A_DESK = "joko.susilo@contoh.invalid", "dewi.kartika@contoh.invalid"
# A key of the browser itself, as a telephone has one behind its finger.
INNER_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_S04_an_application_and_a_recovery_code_work_without_javascript(
    visitors: Visitors,
) -> None:
    person = visitors.signed_in(ON_A_PHONE, on=PHONE, has_script=False)
    person.opens("/akun/keamanan/")
    person.pictures("keamanan-tanpa")
    person.follows("Pasang aplikasi")
    person.pictures("aplikasi")
    secret = person.page.locator("p.code").text_content() or ""
    counter = int(datetime.now(UTC).timestamp()) // STEP_SECONDS
    code = application_code(secret=secret.replace(" ", ""), counter=counter)
    person.page.get_by_label("Kode enam angka").fill(code)
    person.presses("Pasang")
    person.pictures("kode-pemulihan")
    codes = person.page.locator("ol.codes li").all_text_contents()
    assert len(codes) == 10
    person.opens("/akun/keamanan/")
    assert "10 dari 10 kode masih berlaku" in person.reads()
    person.pictures("keamanan")

    again = visitors.signed_in(ON_A_PHONE, on=PHONE, has_script=False)
    assert again.path() == "/masuk/langkah-kedua/"
    again.pictures("langkah-kedua")
    again.page.get_by_label("Kode enam angka").fill(code)
    again.presses("Lanjut")
    assert "Kode tidak cocok atau sudah dipakai" in again.reads()
    again.page.get_by_text("Ponsel atau kunci tidak ada?").click()
    recovery = again.page.locator("details")
    recovery.get_by_label("Kode pemulihan").fill(codes[0].upper())
    again.presses("Lanjut", within=recovery)
    assert again.path() == "/beranda/"


def test_S04_a_passkey_is_made_and_used_with_a_strict_policy(visitors: Visitors) -> None:
    """Passkeys are bound to a name, so this visitor comes by the name of the machine."""
    named = replace(visitors.site, address=visitors.site.address.replace("127.0.0.1", "localhost"))
    visitors.site = named
    person = visitors.signed_in(AT_A_DESK)
    keys = person.page.context.new_cdp_session(person.page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": INNER_KEY})
    person.opens("/akun/keamanan/")
    person.follows("Tambah kunci sandi")
    person.pictures("kunci-sandi-baru")
    person.page.get_by_label("Nama").fill("Laptop kantor")
    person.presses("Buat kunci sandi")
    assert person.path() == "/akun/keamanan/kode-pemulihan/"
    person.opens("/akun/keamanan/")
    assert "Laptop kantor" in person.reads()
    person.pictures("keamanan-kunci-sandi")
    person.opens("/menu/")
    person.presses("Keluar", within=person.page.locator("main"))
    person.signs_in(AT_A_DESK)
    assert person.path() == "/masuk/langkah-kedua/"
    person.presses("Pakai kunci sandi")
    assert person.path() == "/beranda/"
