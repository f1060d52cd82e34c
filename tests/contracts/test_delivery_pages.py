"""The pages of delivery: what each seat may open and do, with fixed numbers of questions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.contracts.actions.realisations import add_proof
from prakarsa.contracts.models import PerformanceContract, QuarterTarget, Realisation, YearLink
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_period
from tests.contracts.delivering import (
    LATER,
    make_contract,
    make_targets,
    prepared,
    saved,
    submitted,
    verified,
)
from tests.formats import makers
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages believe that it is after the third quarter."""
    for module in ("delivery", "realisations", "queue"):
        monkeypatch.setattr(f"prakarsa.contracts.views.{module}.now", lambda: LATER)


@pytest.fixture
def contract(world: World) -> PerformanceContract:
    return make_contract(world)


def page(name: str, *parts: object) -> str:
    return reverse(f"contracts:{name}", args=parts)


def test_the_page_says_how_far_and_by_whose_limits(
    world: World, contract: PerformanceContract
) -> None:
    targets = make_targets(contract, 65, 70, 75, 80)
    verified(world, targets[0], 66)
    submitted(world, targets[1], 70, content=makers.pdf(2))
    html = world.client(Role.MAYOR).get(page("delivery", contract.key)).content.decode()
    assert "30,00% jalan ditempuh sampai triwulan I 2026" in html
    assert "Yang jatuh tempo 75,00%" in html
    assert "Meleset" in html
    assert "menurut ambang contoh" in html
    assert "(66 − 60) ÷ (80 − 60) × 100" in html
    assert "Menunggu verifikasi" in html
    assert "<polyline" in html


def test_an_unsigned_contract_has_no_quarters(world: World) -> None:
    contract = make_contract(world, state="signing")
    html = world.client(Role.OPERATOR).get(page("delivery", contract.key)).content.decode()
    assert "Triwulan diisi setelah kontrak ditandatangani" in html
    client = world.client(Role.SECRETARIAT)
    assert client.get(page("targets", contract.key, 2026)).status_code == 404


@pytest.mark.parametrize("name", ["delivery", "realisation"])
def test_what_is_out_of_scope_looks_missing(
    world: World, contract: PerformanceContract, name: str
) -> None:
    make_targets(contract, 65)
    parts = (2026, 1) if name == "realisation" else ()
    url = page(name, contract.key, *parts)
    for role in (Role.OPERATOR, Role.SECRETARIAT, Role.MAYOR):
        client = world.client(role, region=world.other)
        assert client.get(url).status_code == 404
    assert world.client(Role.HR).get(url).status_code == 403


def test_the_secretariat_sets_targets_and_is_told_of_an_even_spread(
    world: World, contract: PerformanceContract
) -> None:
    client, url = world.client(Role.SECRETARIAT), page("targets", contract.key, 2026)
    assert client.get(url).status_code == 200
    form: dict[str, Any] = {"seen": ""}
    for place, value in enumerate(("65", "70", "75", "80"), start=1):
        form[f"value_{place}"] = value
    due = ("2026-04-15", "2026-07-15", "2026-10-15", "2027-01-15")
    form |= {f"due_on_{place}": day for place, day in enumerate(due, start=1)}
    response = client.post(url, form, follow=True)
    assert "Target dibagi rata: 5 setiap triwulan" in response.content.decode()
    assert QuarterTarget.objects.count() == 4
    stale = client.post(url, form | {"value_4": "81"})
    assert "Data berubah sejak Anda membukanya" in stale.content.decode()
    for role in (Role.OPERATOR, Role.MAYOR):
        assert world.client(role).get(url).status_code == 403


def test_wrong_targets_stay_in_the_form(world: World, contract: PerformanceContract) -> None:
    client, url = world.client(Role.SECRETARIAT), page("targets", contract.key, 2026)
    response = client.post(url, {"seen": "", "value_1": "banyak", "due_on_2": "", "value_2": "70"})
    html = response.content.decode()
    assert "banyak" in html
    assert "Isi tenggat laporan triwulan ini." in html
    assert not QuarterTarget.objects.exists()


def test_the_agency_links_the_agreement_of_a_year(
    world: World, contract: PerformanceContract
) -> None:
    client, url = world.client(Role.AGENCY_HEAD), page("year", contract.key, 2026)
    form = {
        "agreement": "050/12/PK/2026", "agreed_on": "16/1/2026", "budget_line": "1.02.03 Sampah",
        "budget_rupiah": "125.000.000", "version": "0",
    }  # fmt: skip
    html = client.post(url, form, follow=True).content.decode()
    assert "Perjanjian kinerja 050/12/PK/2026, 16 Januari 2026" in html
    assert "Rp\xa0125.000.000" in html
    link = YearLink.objects.get()
    assert (link.year, link.budget_rupiah) == (2026, 125_000_000)
    assert client.get(page("year", contract.key, 2040)).status_code == 404
    assert world.client(Role.VERIFIER).get(url).status_code == 403


def test_a_quarter_is_reported_proved_and_handed_in(
    world: World, contract: PerformanceContract
) -> None:
    make_targets(contract, 65)
    client, parts = world.client(Role.OPERATOR), (contract.key, 2026, 1)
    client.post(page("realisation", *parts), {"value": "64,5", "note": "", "version": "0"})
    refused = client.post(page("submit", *parts), {"version": "1"})
    assert "Tambahkan paling sedikit satu berkas bukti." in refused.content.decode()
    nothing = client.post(page("report-proof", *parts), {"caption": ""})
    assert "Pilih berkas bukti." in nothing.content.decode()
    wrong = SimpleUploadedFile("laporan.pdf", b"bukan pdf")
    assert (
        "Ada 1 hal" in client.post(page("report-proof", *parts), {"file": wrong}).content.decode()
    )
    file = SimpleUploadedFile("laporan.pdf", makers.pdf())
    client.post(page("report-proof", *parts), {"file": file, "caption": "Laporan TPS"})
    html = client.get(page("realisation", *parts)).content.decode()
    assert "laporan.pdf" in html
    report = Realisation.objects.get()
    # While it is a draft, its proof is its agency's own business.
    assert world.client(Role.MAYOR).get(page("proof", report.proofs.get().key)).status_code == 404
    assert client.post(page("submit", *parts), {"version": "1"}).status_code == 302
    report.refresh_from_db()
    assert world.client(Role.MAYOR).get(page("proof", report.proofs.get().key)).status_code == 200
    assert (report.state, report.value) == ("waiting", Decimal("64.5"))
    again = client.post(page("submit", *parts), {"version": "1"})
    assert again.status_code == 302
    proof = report.proofs.get()
    assert client.get(page("proof", proof.key)).status_code == 200
    assert world.client(Role.OPERATOR, region=world.other).get(
        page("proof", proof.key)
    ).status_code == 404  # fmt: skip


def test_a_verifier_decides_from_the_queue(world: World, contract: PerformanceContract) -> None:
    targets = make_targets(contract, 65, 70)
    first = submitted(world, targets[0], 64)
    second = submitted(world, targets[1], 70, content=makers.pdf(2))
    client = world.client(Role.VERIFIER)
    html = client.get(page("queue")).content.decode()
    assert "2 capaian menunggu verifikasi" in html
    url = page("verify", first.key)
    assert "laporan.pdf" in client.get(url).content.decode()
    form = {"step": "return", "reason": "", "version": str(first.version)}
    assert "Isi alasannya" in client.post(url, form).content.decode()
    response = client.post(url, form | {"reason": "Halaman 2 tidak terbaca."})
    assert response.headers["Location"] == page("verify", second.key)
    form = {"step": "accept", "reason": "", "version": str(second.version)}
    assert client.post(page("verify", second.key), form).headers["Location"] == page("queue")
    assert "Tidak ada yang menunggu" in client.get(page("queue")).content.decode()
    shown = world.client(Role.OPERATOR).get(page("realisation", contract.key, 2026, 1))
    assert "Halaman 2 tidak terbaca." in shown.content.decode()


def test_Z12_own_agencies_stay_out_of_the_queue(
    world: World, contract: PerformanceContract
) -> None:
    waiting = submitted(world, make_targets(contract, 65)[0], 64)
    judge = world.person(Role.VERIFIER)
    client = world.client(Role.VERIFIER)
    Membership.objects.create(
        person=judge, role=Role.EMPLOYEE, region=world.home, agency=world.ward,
        valid_from=date(2025, 1, 1), valid_until=date(2026, 3, 1),
    )  # fmt: skip
    assert "Tidak ada yang menunggu" in client.get(page("queue")).content.decode()
    html = client.get(page("verify", waiting.key)).content.decode()
    assert "jadi verifikator lain yang memutuskan" in html
    form = {"step": "accept", "reason": "", "version": str(waiting.version)}
    assert client.post(page("verify", waiting.key), form).status_code == 403


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT, Role.MAYOR, Role.AUDITOR])
def test_only_verifiers_have_a_queue(world: World, role: Role) -> None:
    assert world.client(role).get(page("queue")).status_code == 403


def questions(client: Any, url: str) -> int:
    """Count what a page asks once its session and caches are warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_pages_ask_as_much_for_many_rows_as_for_few(world: World) -> None:
    period = make_period(world)
    contract = make_contract(world, period)
    verified(world, make_targets(contract, 65)[0], 64)
    mayor, judge = world.client(Role.MAYOR), world.client(Role.VERIFIER)
    few = questions(mayor, page("delivery", contract.key))
    make_targets(contract, 70, 75, 80, 80, year=2027)
    assert questions(mayor, page("delivery", contract.key)) == few
    waiting = make_contract(world, period)
    submitted(world, make_targets(waiting, 65)[0], 64)
    some = questions(judge, page("queue"))
    for _each in range(4):
        another = make_contract(world, period)
        submitted(world, make_targets(another, 65)[0], 64)
    assert questions(judge, page("queue")) == some


def test_Z06_who_held_a_contract_once_reads_no_draft_of_its_heir(
    world: World, contract: PerformanceContract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prakarsa.api.views.delivery.now", lambda: LATER)
    target, client = make_targets(contract, 65)[0], world.client(Role.OPERATOR)
    draft = saved(world, target, "63.75")
    seat = world.seat(Role.OPERATOR)
    proof = add_proof(seat=seat, realisation=draft, prepared=prepared(), caption="", at=LATER)
    places = page("realisation", contract.key, 2026, 1), page("delivery", contract.key)
    file, program = page("proof", proof.key), f"/api/v1/contracts/{contract.key}/quarters/"
    for until, sees in ((None, True), (date(2099, 1, 1), True), (date(2026, 10, 20), False)):
        contract.holders.update(valid_until=until)
        for place in places:
            assert ("63,75" in client.get(place).content.decode()) is sees, (place, until)
        assert client.get(file).status_code == (200 if sees else 404)
        assert (client.get(program).json()[0]["realisation"] is not None) is sees


def test_a_draft_can_be_written_by_one_and_seen_by_another(
    world: World, contract: PerformanceContract
) -> None:
    saved(world, make_targets(contract, 65)[0], 64)
    html = world.client(Role.AUDITOR).get(page("realisation", contract.key, 2026, 1))
    assert "Simpan capaian" not in html.content.decode()
    assert "Draf" in html.content.decode()
