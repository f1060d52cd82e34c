"""Each role's first page: what is due, and nothing of anybody else's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.models import Answer
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from tests.assessments.builders import COMPULSORY, make_innovation, make_rows
from tests.worlds import AT, World

HOME = "/beranda/"


@pytest.fixture
def reporting(world: World) -> World:
    ReportingWindow.objects.create(
        region=world.home, edition_year=2026, opens_at=AT, closes_at=AT.replace(year=2099),
        source="SK contoh",
    )  # fmt: skip
    return world


def draft(world: World, name: str, **changes: object) -> Innovation:
    values = {"region": world.home, "agency": world.ward, "name": name,
              "normalised_name": name.lower(), "created_by_key": "x", "created_at": AT,
              "changed_at": AT, **changes}  # fmt: skip
    return Innovation.objects.create(**values)


def page(world: World, role: Role) -> str:
    response = world.client(role).get(HOME, follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


def test_an_empty_unit_is_told_where_to_begin(reporting: World) -> None:
    text = page(reporting, Role.OPERATOR)
    assert "Belum ada inovasi" in text
    assert "Mulai dari layanan yang paling sering Anda berikan." in text


def test_the_operator_is_given_one_act_and_what_it_is_worth(reporting: World) -> None:
    draft(reporting, "SAPA MELATI")
    text = page(reporting, Role.OPERATOR)
    assert "Kerjakan ini dulu: SAPA MELATI" in text
    assert "Setelah itu" in text
    assert 'class="gain"' in text


def test_another_units_innovation_is_not_on_the_operators_home(reporting: World) -> None:
    draft(reporting, "RAHASIA KENANGA", agency=reporting.second_ward)
    assert "RAHASIA KENANGA" not in page(reporting, Role.OPERATOR)


def test_the_verifier_is_told_how_much_waits_and_from_whom(reporting: World) -> None:
    assert "Antrean kosong" in page(reporting, Role.VERIFIER)
    make_innovation(
        reporting.home, "Menunggu", levels=COMPULSORY, verified=False, agency=reporting.office
    )
    text = page(reporting, Role.VERIFIER)
    assert "5 bukti menunggu Anda" in text
    assert "Dinas Pelayanan" in text


def test_the_mayor_reads_the_proven_index_and_what_moves_it(reporting: World) -> None:
    make_rows(reporting.home, {"1": 3, "12": 1})
    make_innovation(reporting.home, "Terbukti", levels=COMPULSORY, agency=reporting.ward)
    text = page(reporting, Role.MAYOR)
    assert "Indeks terbukti" in text
    assert "Yang paling menggerakkan indeks" in text


def test_the_operator_reads_how_much_of_each_innovation_is_proven_this_year(
    reporting: World,
) -> None:
    make_innovation(reporting.home, "Terbukti", levels=COMPULSORY, agency=reporting.ward)
    carried = make_innovation(
        reporting.home, "Menunggu", levels=COMPULSORY, verified=False, agency=reporting.ward
    )
    earlier = Submission.objects.create(
        key=f"{carried.key}-2025", innovation=carried, edition_year=2025, created_at=AT
    )
    Answer.objects.create(
        region=reporting.home, edition_year=2025, submission=earlier, indicator="18",
        state="waiting", waiting_since=AT, changed_at=AT,
    )  # fmt: skip
    text = page(reporting, Role.OPERATOR)
    assert "5 bukti terverifikasi, 0 menunggu, dari 20" in text
    assert "0 bukti terverifikasi, 5 menunggu, dari 20" in text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_every_role_has_a_first_page(reporting: World, role: Role) -> None:
    assert "<h1" in page(reporting, role)


def test_a_person_without_a_role_is_told_whom_to_ask(reporting: World) -> None:
    client = reporting.client(Role.OPERATOR)
    reporting.person(Role.OPERATOR).memberships.update(valid_until="2021-01-01")
    text = client.get(HOME).content.decode()
    assert "Anda belum memegang peran" in text
    assert "Hubungi sekretariat inovasi" in text


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT, Role.VERIFIER])
def test_G01_the_home_asks_as_much_for_many_innovations_as_for_one(
    reporting: World, role: Role
) -> None:
    client = reporting.client(role)
    asked = []
    for count in (7, 12):
        for place in range(count):
            draft(reporting, f"Inovasi {count} {place}")
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert max(asked) <= 15


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (2020, 2021, "Pelaporan edisi 2026 ditutup pada"),
        (2098, 2099, "Pelaporan edisi 2026 dibuka pada"),
    ],
)
def test_a_closed_window_offers_the_operator_no_act(
    reporting: World, opens: int, closes: int, words: str
) -> None:
    draft(reporting, "SAPA MELATI")
    ReportingWindow.objects.update(
        opens_at=AT.replace(year=opens), closes_at=AT.replace(year=closes)
    )
    text = page(reporting, Role.OPERATOR)
    assert "Masa pelaporan sedang ditutup" in text
    assert words in text
    assert "Kerjakan ini dulu" not in text
    assert 'class="gain"' not in text
