"""The innovation year: recorded on a phone, proven, returned, verified, counted and published."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.journeys import figures, operators, verifiers
from tests.journeys.people import (
    MAYOR,
    OPERATOR,
    OTHER_OPERATOR,
    PHONE,
    SECRETARIAT,
    VERIFIER,
    Site,
    Visitor,
    Visitors,
)
from tests.journeys.words import (
    ADDRESS,
    CANARIES,
    CLAIMS,
    NIP,
    PERSON,
    SENTENCE,
    TELEPHONE,
)

pytestmark = [pytest.mark.browser, pytest.mark.journey]
UNIT, NAME = "Kelurahan Melati", "TITIP MELATI"
OTHER_UNIT, OTHER_NAME = "Kelurahan Anggrek", "WARUNG ANGGREK"
REASON = "SK bertahun 2023. Unggah SK bertahun 2024."
POINTS = sum(claim.points for claim in CLAIMS)


def test_an_innovation_from_the_first_word_to_the_catalogue(visitors: Visitors) -> None:
    secretary = visitors.signed_in(SECRETARIAT)
    before = figures.standings(secretary)
    covered = figures.coverage(secretary)
    operator = visitors.signed_in(OPERATOR, on=PHONE)
    operators.record(operator, NAME)
    operators.claim(operator, NAME, CLAIMS)
    checklist_names_what_is_left(operator)
    operators.submit(operator, NAME)
    verified, claimed = figures.standings(secretary)
    assert (verified, claimed.shown) == (before[0], moved(before[1]))

    verifier = visitors.signed_in(VERIFIER)
    verifiers.finds_in_queue(verifier, UNIT, NAME)
    verifiers.returns(verifier, NAME, "16", REASON)
    operator_mends_the_proof(operator)
    verifiers.finds_in_queue(verifier, UNIT, NAME)
    verifiers.accepts(verifier, NAME, CLAIMS)
    verifiers.accepts_profile(verifier, NAME)
    verifiers.publishes(verifier, NAME)

    verified, claimed = figures.standings(secretary)
    assert (verified.shown, claimed.shown) == (moved(before[0]), moved(before[1]))
    assert verified.shown == figures.rounded(verified.computed())
    # The unit had met its target before; one more innovation of it changes no share.
    assert figures.coverage(secretary) == covered
    mayor_sees(visitors, verified.shown)
    public_finds(visitors)


def moved(standing: figures.Standing) -> Fraction:
    """Return the index one more innovation of these points leads to."""
    return figures.rounded(standing.with_one_more(POINTS))


def checklist_names_what_is_left(operator: Visitor) -> None:
    operators.opens_proof_of(operator, NAME)
    operator.page.locator("summary", has_text="Yang masih kurang").click()
    words = operator.reads()
    assert "Yang masih kurang: 15 hal" in words
    assert "Replikasi belum diisi" in words
    assert "27 didukung bukti" in words
    operator.pictures("bukti-daftar-periksa")


def operator_mends_the_proof(operator: Visitor) -> None:
    """See on the home page what came back and why, replace the file, submit again."""
    operator.opens("/beranda/")
    words = operator.reads()
    assert f"Kerjakan ini dulu: {NAME}" in words
    assert REASON in words
    assert "Dikembalikan" in words
    operator.pictures("beranda-dikembalikan")
    operator.follows("Ganti bukti")
    operator.presses("Cabut bukti-16-1.pdf")
    operators.give_proof(operator, CLAIMS[0], pages=2)
    operators.submit(operator, NAME, again=True)


def mayor_sees(visitors: Visitors, index: Fraction) -> None:
    mayor = visitors.signed_in(MAYOR)
    assert f"Indeks terbukti {figures.as_text(index)}." in mayor.reads()
    mayor.pictures("ringkasan")


def public_finds(visitors: Visitors) -> None:
    citizen = visitors.one(on=PHONE)
    citizen.opens("/")
    citizen.page.get_by_role("searchbox").fill("titip berkas warung")
    citizen.presses("Cari")
    citizen.follows(NAME, exact=False)
    assert SENTENCE in citizen.reads()
    citizen.pictures("katalog-inovasi")


def test_a_phone_without_scripts_does_the_same(visitors: Visitors) -> None:
    secretary = visitors.signed_in(SECRETARIAT)
    met, total = figures.coverage(secretary)
    operator = visitors.signed_in(OTHER_OPERATOR, on=PHONE, has_script=False)
    operators.record(operator, OTHER_NAME)
    operators.claim(operator, OTHER_NAME, CLAIMS[:1])
    operators.submit(operator, OTHER_NAME)
    assert figures.coverage(secretary) == (met, total)

    verifier = visitors.signed_in(VERIFIER, has_script=False)
    verifiers.finds_in_queue(verifier, OTHER_UNIT, OTHER_NAME)
    verifiers.accepts(verifier, OTHER_NAME, CLAIMS[:1])
    verifiers.accepts_profile(verifier, OTHER_NAME)
    assert figures.coverage(secretary) == (met + 1, total)


def test_P02_nothing_personal_is_left_outside_the_database(visitors: Visitors, site: Site) -> None:
    """Runs after the journeys above: their data carries a NIP, a telephone and an amount."""
    secretary = visitors.signed_in(SECRETARIAT)
    invites_a_person(secretary)
    downloads_the_list(secretary)
    site.traces.titles.add(secretary.opens("/pekerjaan/").inner_text("main"))
    secretary.opens("/menu/")
    secretary.presses("Keluar", within=secretary.page.locator("main"))
    somebody_forgets_a_password(visitors)
    said = outside(site)
    assert {canary for canary in CANARIES if canary in said} == set()
    for canary in (NIP, TELEPHONE, PERSON, ADDRESS):
        assert any(canary in text for text in inside(site)), f"{canary} was never there"


def invites_a_person(secretary: Visitor) -> None:
    secretary.opens("/orang/")
    secretary.follows("Undang orang")
    secretary.page.get_by_label("Alamat surel").fill(ADDRESS)
    secretary.page.get_by_label("Nama lengkap").fill(PERSON)
    secretary.page.get_by_label("Peran").select_option("auditor")
    secretary.page.get_by_label("Berlaku sejak").fill("2026-01-01")
    secretary.presses("Kirim undangan")
    assert PERSON in secretary.reads()


def somebody_forgets_a_password(visitors: Visitors) -> None:
    """Try a wrong password first: neither may be written down with the address."""
    visitor = visitors.one()
    visitor.opens("/masuk/")
    visitor.page.get_by_label("Alamat surel").fill(ADDRESS)
    visitor.page.get_by_label("Kata sandi").fill(f"{ADDRESS}{NIP}")
    visitor.presses("Masuk", within=visitor.page.locator("main"))
    visitor.follows("Lupa kata sandi")
    visitor.page.get_by_label("Alamat surel").fill(ADDRESS)
    visitor.presses("Kirim tautan")


def downloads_the_list(secretary: Visitor) -> None:
    secretary.opens("/inovasi/?cari=TITIP")
    with secretary.page.expect_download() as waiting:
        secretary.page.get_by_role("link", name="XLSX").click()
    secretary.site.traces.file_names.add(waiting.value.suggested_filename)


def outside(site: Site) -> str:
    """Return everything the journeys left beside the database, in one text."""
    traces = site.traces
    names = [str(path.relative_to(site.folder)) for path in site.folder.rglob("*")]
    parts = [*traces.addresses, *traces.titles, *traces.file_names, *traces.kept, *names]
    return "\n".join([*parts, site.log.read_text("utf-8", "replace")])


def inside(site: Site) -> list[str]:
    """Return the bytes of the database as text: there the canaries belong."""
    return [path.read_text("latin-1") for path in site.folder.glob("prakarsa.sqlite3*")]
