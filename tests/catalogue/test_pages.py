"""The public pages as visitors see them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.catalogue.publishing import name_of_source, split_name, without_contacts
from prakarsa.catalogue.queries import forget
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation, MeasuredBenefit
from tests.catalogue.publishing import make_catalogue, publish
from tests.worlds import AT, make_region

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def page(path: str, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def address_of(innovation: Innovation, slug: str) -> str:
    return reverse("catalogue:detail", args=[innovation.key, slug])


def test_the_first_page_says_what_there_is_and_groups_it_by_need() -> None:
    make_catalogue()
    first = page("/")
    assert "5 inovasi" in first
    assert "dari 1 pemerintah daerah" in first
    assert first.index("Penyandang disabilitas") < first.index("BREXIT")
    assert "TOP 45 KIPP 2017" in first
    assert "daerah rekaan" not in first


def test_an_empty_catalogue_says_what_will_be_here() -> None:
    assert "Belum ada inovasi yang terbit." in page("/")


def test_examples_come_last_are_counted_apart_and_carry_the_strip() -> None:
    make_catalogue()
    example = make_region("99.88", "Kota Rekaan")
    shown = publish(example, "ALAT BRAILLE", summary="Contoh braille.", year=2026)
    first = page("/")
    assert "5 inovasi" in first
    assert "1 contoh dari Kota Rekaan" in first
    assert first.index("BREXIT") < first.index("ALAT BRAILLE")
    strip = "Kota Rekaan adalah daerah rekaan; semua isinya contoh."
    assert strip in page("/", q="alat")
    assert strip not in page("/", q="brexit")
    detail = page(address_of(shown, "alat-braille"))
    assert strip in detail
    assert '<meta name="robots" content="noindex">' in detail


def test_one_innovation_shows_name_source_awards_and_what_nobody_knows() -> None:
    make_catalogue()
    Innovation.objects.update(source="https://www.kabar.invalid/brexit")
    innovation = Innovation.objects.get(normalised_name__startswith="brexit")
    shown = page(address_of(innovation, "brexit"))
    assert "<h1>BREXIT</h1>" in shown
    assert "Braille E-Ticket and Extraordinary Access" in shown
    assert ">kabar.invalid</a>" in shown
    assert "TOP 45 KIPP 2017" in shown
    assert "Catatan ini belum memuat ukuran manfaat, tanggal penerapan, dan urusan." in shown


def test_a_source_that_is_no_address_is_plain_text() -> None:
    region, _agency = make_catalogue()
    source = "seed:001_d9c86b92ee04f9e1 (Malang Posco Media 2023)"
    shown = page(address_of(publish(region, "TANPA TAUTAN", source=source), "tanpa-tautan"))
    assert "<dd>Malang Posco Media 2023</dd>" in shown
    assert "seed:001" not in shown


def test_measured_benefits_are_shown_with_what_they_come_to() -> None:
    region, _agency = make_catalogue()
    innovation = publish(region, "CEPAT")
    MeasuredBenefit.objects.create(
        innovation=innovation,
        measure="Lama pengurusan",
        unit="hari",
        direction="lower",
        baseline=12,
        baseline_on=AT.date(),
        result=3,
        result_on=AT.date(),
        method="Hubungi 081234567890",
        source="Register loket",
    )
    shown = page(address_of(innovation, "cepat"))
    assert "membaik 75,00%" in shown
    assert "081234567890" not in shown


def test_a_wrong_slug_leads_to_the_right_one_and_tells_nothing_of_a_draft() -> None:
    region, _agency = make_catalogue()
    shown = publish(region, "TERBIT SAJA")
    hidden = publish(region, "RAHASIA", state="draft")
    answer = Client().get(address_of(shown, "salah"))
    assert answer.headers["Location"] == address_of(shown, "terbit-saja")
    draft = Client().get(address_of(hidden, "rahasia"))
    missing = Client().get(address_of(hidden, "rahasia").replace(hidden.key, "a" * 12))
    assert (draft.status_code, missing.status_code) == (404, 404)
    assert len(draft.content) == len(missing.content)


def test_the_page_is_english_for_whom_it_is_and_names_foreign_text() -> None:
    region, _agency = make_catalogue()
    both = publish(region, "DUA BAHASA", summary="Ringkas.", summary_en="In short.")
    client = Client()
    client.cookies["prakarsa-language"] = "en"
    assert "In short." in client.get(address_of(both, "dua-bahasa")).content.decode()
    Innovation.objects.update(summary_en="")
    assert (
        '<p class="g-big mt6" lang="id">Ringkas.</p>'
        in client.get(address_of(both, "dua-bahasa")).content.decode()
    )


@pytest.mark.parametrize(
    "path", ["/", "/?urut=nama", "/?q=layanan", "/?q=brexsit+puskemas", "/?daerah=kota-nyata",
             "/?kebutuhan=disabilitas", "detail", "/data-terbuka/"]
)  # fmt: skip
def test_the_number_of_queries_is_small_and_does_not_grow(path: str) -> None:
    region, agency = make_catalogue()
    innovation = Innovation.objects.get(normalised_name__startswith="brexit")
    path = address_of(innovation, "brexit") if path == "detail" else path
    for number in range(3):
        publish(region, f"AWAL {number}", agency, summary="Papan braille.")
    counts = []
    for _size in range(2):
        forget()
        Client().get(path)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(path).status_code == 200
        counts.append(len(captured))
        for number in range(30):
            publish(region, f"LAYANAN {_size} {number}", agency, summary="Layanan braille.")
    assert counts[0] == counts[1] or path.startswith("/?q=")
    assert max(counts) <= MOST_QUERIES


def test_lists_have_25_per_page_whatever_is_asked_for() -> None:
    region, agency = make_catalogue()
    for number in range(40):
        publish(region, f"NOMOR {number:02}", agency)
    assert page("/", urut="nama").count('class="g-found"') == 25
    assert page("/", urut="nama", page="2").count('class="g-found"') == 20
    for wrong in ("0", "-1", "99", "x", "9" * 5000, "2e9"):
        assert page("/", urut="nama", page=wrong).count('class="g-found"') in (20, 25)


def test_what_applications_add_to_a_shared_address_is_ignored() -> None:
    make_catalogue()
    assert "BREXIT" in page("/", q="brexit", fbclid="IwAR0", utm_source="whatsapp")


@pytest.mark.parametrize(
    "query",
    [{"tahun": "20'"}, {"jenis": "unknown"}, {"bentuk": "x"}, {"urusan": "x"}, {"penghargaan": "%"},
     {"kebutuhan": "x"}, {"urut": "summary"}, {"daerah": "a b"}, {"unit": "A"}, {"daerah": "\x00"}],
)  # fmt: skip
def test_Z07_values_outside_the_closed_lists_are_refused(query: dict[str, str]) -> None:
    assert Client().get("/", query).status_code == 400


def test_names_of_regions_and_agencies_that_publish_nothing_are_not_offered() -> None:
    make_catalogue()
    quiet = make_region("99.77", "Kota Diam")
    publish(quiet, "RENCANA", state="draft")
    listed = page("/", urut="nama")
    assert "Kota Nyata" in listed
    assert "Kota Diam" not in listed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hubungi 0812-3456-7890.", "Hubungi […]."),
        ("WA +62 812 3456 7890", "WA […]"),
        ("WA 6281234567890", "WA […]"),
        ("NIK 3573011203900001", "NIK […]"),
        ("NIP 19880412 201403 1 003", "NIP […]"),
        ("surel budi.santoso@contoh.go.id ya", "surel […] ya"),
        ("Rp 628.000.000 pada 2019 2020 2021 2022", "Rp 628.000.000 pada 2019 2020 2021 2022"),
        ("0,81 menjadi 0,92; 08.00 sampai 15.00", "0,81 menjadi 0,92; 08.00 sampai 15.00"),
    ],
)
def test_X07_numbers_and_addresses_of_people_are_taken_out_of_texts(text: str, shown: str) -> None:
    assert without_contacts(text) == shown


def test_names_and_sources_are_read_as_people_wrote_them() -> None:
    assert split_name("BREXIT (Braille E-Ticket)") == ("BREXIT", "Braille E-Ticket")
    assert split_name("Banyuwangi Tanggap Stunting (BTS)") == (
        "Banyuwangi Tanggap Stunting (BTS)",
        "",
    )
    assert split_name("A (b) c") == ("A (b) c", "")
    assert name_of_source("https://www.kabar.invalid/x") == "kabar.invalid"
    assert name_of_source("seed:1_a (HARIAN BANGSA, 22 Nov 2022)") == "HARIAN BANGSA, 22 Nov 2022"
    assert name_of_source("javascript:alert(1)") == "javascript:alert(1)"


def test_a_source_is_a_link_only_when_one_may_follow_it() -> None:
    region, _agency = make_catalogue()
    shown = page(address_of(publish(region, "JEBAK", source="javascript:alert(1)"), "jebak"))
    assert 'href="javascript' not in shown


def test_region_is_real_for_the_province_in_the_first_sentence() -> None:
    province = make_region("35", "Provinsi Jawa Timur")
    Region.objects.filter(pk=province.pk).update(kind="provinsi", is_example=False)
    region, _agency = make_catalogue()
    Region.objects.filter(pk=region.pk).update(parent=province)
    publish(region, "SATU LAGI")
    assert "di Jawa Timur." in page("/")
