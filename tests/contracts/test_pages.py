"""The pages of contracts: who sees what, what they ask, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from prakarsa.auctions.models import Lot, PanelMember
from prakarsa.contracts.content import digest
from prakarsa.contracts.models import ContractVersion, PerformanceContract, Signature, VersionEnd
from prakarsa.contracts.queries import visible_contracts
from prakarsa.foundation.time import now
from prakarsa.organisations.roles import Role
from tests.accounts.factors import STEP
from tests.contracts.builders import State, agreed_lot, fresh, head_of, shown, sign
from tests.contracts.test_changing import amend, heirs_of, succeed
from tests.worlds import World

pytestmark = pytest.mark.django_db
FOLLOWING = (
    Role.SECRETARIAT, Role.VERIFIER, Role.MAYOR, Role.SECRETARY, Role.AUDITOR, Role.PANEL,
    Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD,
)  # fmt: skip


def page(contract: PerformanceContract, rest: str = "") -> str:
    return f"/kontrak/{contract.key}/{rest}"


def form_of(contract: PerformanceContract, **changes: object) -> dict[str, object]:
    """Return what the page of signing sends."""
    seen = shown(contract)
    return {"sha256": seen.sha256, "order": seen.order, "has_read": "on", **changes}


def test_those_who_follow_see_it_and_nobody_else(
    world: World, running: PerformanceContract
) -> None:
    for role in Role:
        if role is Role.PUBLIC:
            continue
        for rest in ("", "versi/1/", "bandingkan/", "versi/1/cetak/", "versi/1/naskah/"):
            status = world.client(role).get(page(running, rest)).status_code
            assert status == (200 if role in FOLLOWING else 403), (role, rest)
            elsewhere = world.client(role, region=world.other).get(page(running, rest))
            assert elsewhere.status_code in (403, 404), (role, rest)
    assert Client().get(page(running)).status_code == 302


def test_the_panel_sees_the_periods_it_sits_on(world: World, running: PerformanceContract) -> None:
    seat = world.seat(Role.PANEL)
    assert list(visible_contracts(seat)) == [running]
    PanelMember.objects.filter(person=seat.person).update(left_at=now())
    assert not visible_contracts(seat).exists()


def test_another_agency_sees_nothing_until_it_holds_a_part(
    world: World, running: PerformanceContract
) -> None:
    assert not visible_contracts(head_of(world, world.second_ward)).exists()
    assert visible_contracts(head_of(world, world.district)).exists()


def test_a_contract_is_made_from_its_lot(world: World) -> None:
    lot, client = agreed_lot(world), world.client(Role.SECRETARIAT)
    address = f"/kontrak/baru/{lot.key}/"
    shown_page = client.get(address).content.decode()
    assert "79,00% pada 31 Desember 2030" in shown_page
    assert "Tawaran 1, diterima pada 14 Juli 2026" in shown_page
    assert "Isi nomor kontrak" in client.post(address, {"version": lot.version}).content.decode()
    sent = {"number": "050/7/2026", "version": lot.version}
    for _click in range(2):
        answer = client.post(address, sent)
        contract = PerformanceContract.objects.get()
        assert answer.url == page(contract)
    assert Lot.objects.get(pk=lot.pk).state == Lot.State.CONTRACTED
    assert (contract.state, contract.number) == (State.SIGNING, "050/7/2026")
    assert client.get(address).url == page(contract)


def test_a_number_is_given_once(world: World, running: PerformanceContract) -> None:
    lot = agreed_lot(world, running.lot.period)
    answer = world.client(Role.SECRETARIAT).post(
        f"/kontrak/baru/{lot.key}/", {"number": running.number, "version": lot.version}
    )
    assert "Nomor ini sudah dipakai kontrak lain" in answer.content.decode()
    assert PerformanceContract.objects.count() == 1


def test_a_lot_without_a_decision_becomes_no_contract(world: World) -> None:
    lot = agreed_lot(world)
    Lot.objects.filter(pk=lot.pk).update(state=Lot.State.PRESENTED)
    address, sent = f"/kontrak/baru/{lot.key}/", {"number": "1", "version": lot.version}
    assert world.client(Role.SECRETARIAT).get(address).status_code == 403
    for role in (Role.MAYOR, Role.AGENCY_HEAD, Role.OPERATOR, Role.VERIFIER):
        assert world.client(role).post(address, sent).status_code == 403
    assert not PerformanceContract.objects.exists()


def test_both_sides_sign_on_their_page(world: World, contract: PerformanceContract) -> None:
    head, mayor = world.client(Role.AGENCY_HEAD), world.client(Role.MAYOR)
    address = page(contract, "tanda-tangan/")
    waiting = mayor.get(address).content.decode()
    assert "Sekarang giliran Kepala Kelurahan Melati" in waiting
    assert 'name="sha256"' not in waiting
    own = head.get(address).content.decode()
    assert ContractVersion.objects.get().sha256 in own
    untouched = head.post(address, form_of(contract, has_read="")).content.decode()
    assert "Centang dulu" in untouched
    for client in (head, mayor):
        sent = form_of(contract)
        for _click in range(2):
            assert client.post(address, sent).url == page(contract)
    assert fresh(contract).state == State.RUNNING
    assert Signature.objects.count() == 2
    assert mayor.get(address).url == page(contract)


def test_M06_a_stale_page_signs_nothing_and_shows_the_newer_text(
    world: World, running: PerformanceContract
) -> None:
    amend(world, running)
    head, address = world.client(Role.AGENCY_HEAD), page(running, "tanda-tangan/")
    old = form_of(running)
    world.client(Role.SECRETARIAT).post(
        page(running, "batalkan/"), {"reason": "Salah.", "version": fresh(running).version}
    )
    assert VersionEnd.objects.count() == 1
    newer = amend(world, fresh(running), definition="Yang lain")
    answer = head.post(address, old).content.decode()
    assert "Naskahnya bukan lagi yang Anda baca" in answer
    assert f'value="{newer.sha256}"' in answer
    assert Signature.objects.count() == 2


@pytest.fixture
def later() -> Iterator[Any]:
    """Return a way to move the clock on."""
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.mark.parametrize("role", [Role.AGENCY_HEAD, Role.MAYOR])
def test_S11_a_stale_proof_gives_a_challenge_and_signs_nothing(
    world: World, contract: PerformanceContract, later: Any, role: Role
) -> None:
    if role is Role.MAYOR:
        sign(contract, world.seat(Role.AGENCY_HEAD))
    client, address, before = world.client(role), page(contract, "tanda-tangan/"), _state()
    sent = form_of(contract)
    later.shift(timedelta(minutes=6))
    for answer in (client.get(address), client.post(address, sent)):
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, STEP)
    assert _state() == before


def _state() -> list[Any]:
    models = (PerformanceContract, ContractVersion, Signature)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_S11_the_signature_keeps_when_its_signer_proved_who_they_are(
    world: World, contract: PerformanceContract, later: Any
) -> None:
    client, proved_at = world.client(Role.AGENCY_HEAD), now()
    later.shift(timedelta(minutes=4))
    client.post(page(contract, "tanda-tangan/"), form_of(contract))
    signature = Signature.objects.get()
    assert signature.signed_at - signature.proved_at == timedelta(minutes=4)
    assert abs(signature.proved_at - proved_at) < timedelta(seconds=1)


def test_an_addendum_is_typed_and_read_beside_the_old_text(
    world: World, running: PerformanceContract
) -> None:
    client, address = world.client(Role.SECRETARIAT), page(running, "adendum/")
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {"baseline": "61,4", "end_value": "75,5", "reason": "Anggaran berkurang."}
    assert client.post(address, {**typed, "reason": ""}).status_code == 200
    for _click in range(2):
        assert client.post(address, typed).url == page(running)
    assert ContractVersion.objects.count() == 2
    assert "Adendum, versi 2 menunggu tanda tangan" in client.get(page(running)).content.decode()
    compared = client.get(page(running, "bandingkan/")).content.decode()
    assert compared.count("k-differs") == 3
    assert "75,50% pada 31 Desember 2030" in compared
    assert client.get(page(running, "bandingkan/?kiri=1&kanan=9")).status_code == 404
    assert client.get(page(running, "bandingkan/?kiri=x")).status_code == 404
    assert client.get(page(running, "bandingkan/?urut=1")).status_code == 400


def test_a_transfer_is_typed_with_the_shares_of_the_heirs(
    world: World, running: PerformanceContract
) -> None:
    client, address = world.client(Role.SECRETARIAT), page(running, "alihkan/")
    assert "Tidak ada pemegang yang berakhir" in client.get(address).content.decode()
    assert "alihkan" not in client.get(page(running)).content.decode()
    one, two = heirs_of(world, 2)
    succeed(world, one, two)
    assert "alihkan" in client.get(page(running)).content.decode()
    names = [f"share_{world.ward.key}_{heir.key}" for heir in (one, two)]
    typed = {
        names[0]: "66,67", names[1]: "33,32", "lead": one.key, "effective_on": "2027-01-01",
        "reason": "Perda 1/2026", "version": running.version,
    }  # fmt: skip
    refused = client.post(address, typed).content.decode()
    assert "berjumlah 99,99%, seharusnya 100,00%" in refused
    assert client.post(address, {**typed, names[1]: "33,33"}).url == page(running)
    text = json.loads(ContractVersion.objects.get(number=2).content)
    assert [each["share_hundredths"] for each in text["parties"]] == [6667, 3333]


def test_the_list_is_narrowed_and_taken_away(world: World, running: PerformanceContract) -> None:
    client = world.client(Role.SECRETARIAT)
    everything = client.get("/kontrak/").content.decode()
    assert running.number in everything
    for query, count in (
        ("?cari=sampah", 1), ("?cari=zebra", 0), ("?keadaan=running", 1), ("?keadaan=closed", 0),
        (f"?unit={world.ward.key}", 1), (f"?unit={world.office.key}", 0), ("?tahun=2026", 1),
        ("?tahun=2025", 0),
    ):  # fmt: skip
        assert len(client.get(f"/kontrak/{query}").context["lines"]) == count, query
    assert client.get("/kontrak/?keadaan=apa").status_code == 400
    table = b"".join(client.get("/kontrak/unduh/csv/?keadaan=running")).decode()
    assert running.number in table
    assert ContractVersion.objects.get().sha256 in table
    assert client.get("/kontrak/unduh/csv/?urut=x").status_code == 400
    assert "Belum ada kontrak kinerja" in (
        world.client(Role.SECRETARIAT, region=world.other).get("/kontrak/").content.decode()
    )


def test_the_bytes_that_are_signed_give_the_hash(
    world: World, running: PerformanceContract
) -> None:
    content = world.client(Role.AUDITOR).get(page(running, "versi/1/naskah/")).content
    version = ContractVersion.objects.get()
    assert digest(content.decode()) == version.sha256
    assert json.loads(content)["agreed"] == {
        "by": "offer", "offer": 1, "on": "2026-07-14", "reason": "Karena begitu.",
    }  # fmt: skip
