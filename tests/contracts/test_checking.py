"""X10: by its hash everybody learns whether a text is ours and counts, and nothing more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from prakarsa.accounts.models import Person
from prakarsa.contracts.content import digest
from prakarsa.contracts.models import ContractVersion, PerformanceContract
from prakarsa.contracts.papers import check_address, paper_values
from prakarsa.foundation import limits
from prakarsa.foundation.time import WIT
from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import Role
from tests.contracts.builders import State, fresh, make_contract, sign_all
from tests.contracts.test_changing import amend, take_back
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db


def text_of(answer: HttpResponse) -> str:
    """Return what a page says, without its tags and line ends."""
    body = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def told(sha256: str, status: int = 200) -> str:
    """Return the words that a stranger is shown, in one line."""
    answer = Client().get(f"/periksa-kontrak/{sha256}/")
    assert answer.status_code == status
    return text_of(answer)


def first(contract: PerformanceContract) -> ContractVersion:
    return contract.versions.get(number=1)


def test_X10_a_text_in_force_shows_title_parties_and_dates(running: PerformanceContract) -> None:
    words = told(first(running).sha256)
    for said in (
        "Sampah terkelola", "Berlaku", "Kelurahan Melati, Wali Kota Contoh", "14 Juli 2026",
        "31 Desember 2030",
    ):  # fmt: skip
        assert said in words


def test_X10_the_day_of_signing_is_that_of_the_region(world: World) -> None:
    contract = make_contract(world, State.SIGNING)
    Region.objects.filter(pk=world.home.pk).update(zone=WIT)
    # Midnight has passed in the east, while it is still the evening before in Jakarta.
    sign_all(world, contract, datetime(2026, 7, 14, 16, 0, tzinfo=UTC))
    assert "15 Juli 2026" in told(first(contract).sha256)


def test_X10_nothing_else_is_said(world: World, running: PerformanceContract) -> None:
    version = first(running)
    page = Client().get(f"/periksa-kontrak/{version.sha256}/").content.decode()
    hidden = [
        running.number, running.key, version.key, running.lot.key, version.indicator, "79,00",
        "61,4", "SIPSN", "Karena begitu", running.lot.period.name, "Lingkungan yang sehat",
        *Person.objects.values_list("name", flat=True),
        *Person.objects.values_list("email", flat=True),
    ]  # fmt: skip
    assert [each for each in hidden if each in page] == []


def test_X10_replaced_taken_back_and_waiting_texts_say_so(
    world: World, running: PerformanceContract
) -> None:
    waiting = amend(world, running)
    assert "Belum ditandatangani semua pihak" in told(waiting.sha256)
    assert "Berlaku" in told(first(running).sha256)
    take_back(
        seat=world.seat(Role.SECRETARIAT), contract=running, reason="Rahasia dapur.",
        version=fresh(running).version, at=AT,
    )  # fmt: skip
    words = told(waiting.sha256)
    assert "Dibatalkan sebelum ditandatangani semua pihak" in words
    assert "Rahasia dapur" not in words
    newer = amend(world, fresh(running), end_on=date(2029, 12, 31))
    sign_all(world, running)
    assert "Sudah diganti naskah yang lebih baru" in told(first(running).sha256)
    assert "Berlaku" in told(newer.sha256)


def test_X10_a_closed_contract_is_over(running: PerformanceContract) -> None:
    PerformanceContract.objects.update(state=PerformanceContract.State.CLOSED)
    assert "kontraknya ditutup" in told(first(running).sha256)


def test_X10_a_changed_byte_fails(running: PerformanceContract) -> None:
    version = first(running)
    content = version.content
    for place in range(0, len(content), max(len(content) // 40, 1)):
        changed = content[:place] + chr(ord(content[place]) ^ 1) + content[place + 1 :]
        assert "tidak dikenal" in told(digest(changed), 404)
    for place in range(64):
        other = "0" if version.sha256[place] != "0" else "1"
        assert "tidak dikenal" in told(
            version.sha256[:place] + other + version.sha256[place + 1 :], 404
        )


@pytest.mark.parametrize("text", ["abc", "z" * 64, "0" * 63, "0" * 65, "A" * 64, "٠" * 64])
def test_X10_what_is_no_hash_is_not_found(text: str, db: None) -> None:
    assert Client().get(f"/periksa-kontrak/{text}/").status_code == 404


def test_X10_the_hash_is_typed_as_it_is_printed(running: PerformanceContract) -> None:
    sha256 = first(running).sha256
    typed = f" {sha256[:32].upper()} {sha256[32:]}\n"
    answer = Client().get("/periksa-kontrak/", {"sidik": typed})
    assert answer.url == f"/periksa-kontrak/{sha256}/"
    assert "64 angka dan huruf" in text_of(Client().get("/periksa-kontrak/", {"sidik": "abc"}))
    assert "Isi sidik naskahnya" in text_of(Client().get("/periksa-kontrak/", {"sidik": ""}))
    assert "Isi sidik" not in text_of(Client().get("/periksa-kontrak/"))


def test_X10_a_thousand_guesses_are_limited(running: PerformanceContract, settings: Any) -> None:
    settings.PRAKARSA_LIMITS = {**settings.PRAKARSA_LIMITS, limits.CHECKS.name: 30}
    client = Client(REMOTE_ADDR="192.0.2.77")
    with time_machine.travel(datetime(2032, 1, 1, tzinfo=UTC), tick=False) as clock:
        statuses = [
            client.get(f"/periksa-kontrak/{number:064x}/").status_code for number in range(1000)
        ]
        assert statuses == [404] * 30 + [429] * 970
        # Whoever guessed too often is not told what is true either, until the window is over.
        assert client.get(f"/periksa-kontrak/{first(running).sha256}/").status_code == 429
        assert Client(REMOTE_ADDR="192.0.2.78").get("/periksa-kontrak/").status_code == 200
        clock.shift(timedelta(minutes=10))
        assert client.get(f"/periksa-kontrak/{first(running).sha256}/").status_code == 200


def test_the_paper_says_what_was_signed_and_where_to_check_it(
    world: World, running: PerformanceContract
) -> None:
    version = first(running)
    values = paper_values(version)
    assert values["office"] == "Pemerintah Kota Contoh"
    assert values["sha256"] == version.sha256
    assert values["address"] == check_address(version)
    assert values["address"].endswith(f"/periksa-kontrak/{version.sha256}/")
    assert [row[:2] for row in values["signatures"]] == [
        ["Kepala Kelurahan Melati", "Agency Head Kota-Contoh"],
        ["Wali Kota Contoh", "Mayor Kota-Contoh"],
    ]
    assert "14 Juli 2026 pukul 09.00 WIB" in values["signatures"][0][2]
    client = world.client(Role.AUDITOR)
    client.cookies["bahasa"] = "en"
    papers = [client.get(f"/kontrak/{running.key}/versi/1/cetak/").content for _time in range(2)]
    assert papers[0].startswith(b"%PDF-")
    assert papers[0] == papers[1]


def test_an_unsigned_paper_says_so(contract: PerformanceContract) -> None:
    values = paper_values(first(contract))
    assert values["signatures"][0][1:] == ["", "Belum ditandatangani"]
    assert any("Belum ditandatangani semua pihak" in note for note in values["notes"])
    assert re.fullmatch(r"[0-9a-f]{64}", values["sha256"])
