"""X07 and Z07: the public side shows what is published, in a closed list of fields, and no more."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client

from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import Role
from prakarsa.registry import actions as registry
from prakarsa.registry.models import Award, Innovation, MeasuredBenefit, Revision
from prakarsa.registry.parts import Part
from prakarsa.registry.snapshots import take_snapshot
from tests.worlds import AT, World

PHONE, PERSON = "0812 3456 7890", "Sukarelawati Rahasia"


@pytest.fixture
def published(world: World) -> Innovation:
    # Search engines are not told of examples.
    Region.objects.filter(pk=world.home.pk).update(is_example=False)
    return Innovation.objects.create(
        region=world.home, agency=world.ward, name="SAPA MELATI", normalised_name="sapa melati",
        summary=f"Surat diantar ke rumah. Hubungi {PHONE}.", state="published", year=2024,
        initiator="civil_servant", initiator_name=PERSON, design="kata " * 320,
        main_affair="Sosial",
        budget_rupiah=123456789, latitude="-7.912345", longitude="112.612345",
        created_by_key="x", created_at=AT, changed_at=AT, published_at=AT,
    )  # fmt: skip


def text_of(response: HttpResponseBase) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode())


def channels(innovation: Innovation) -> dict[str, str]:
    """Return everything a visitor can ask for that may tell of an innovation."""
    client = Client()
    pages = ["/", "/?q=melati", "/data-terbuka/inovasi.csv", "/data-terbuka/inovasi.json",
             f"/katalog/{innovation.key}/sapa-melati/", "/sitemap.xml",
             "/katalog/peta-situs-1.xml"]  # fmt: skip
    return {page: text_of(client.get(page)) for page in pages}


def test_X07_a_published_innovation_is_found_everywhere(published: Innovation) -> None:
    found = channels(published)
    for page in ("/", "/data-terbuka/inovasi.csv", "/data-terbuka/inovasi.json"):
        assert "SAPA MELATI" in found[page], page
    assert published.key in found["/katalog/peta-situs-1.xml"]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "verified", "retired"])
def test_X07_what_is_not_published_is_gone_from_every_channel_at_once(
    published: Innovation, state: str
) -> None:
    assert "SAPA MELATI" in channels(published)["/"]
    Innovation.objects.filter(pk=published.pk).update(state=state)
    told = {
        page
        for page, text in channels(published).items()
        if "SAPA MELATI" in text or (published.key in text and not page.startswith("/katalog/"))
    }
    assert told == set()
    assert Client().get(f"/katalog/{published.key}/sapa-melati/").status_code == 404


@pytest.fixture
def carried(published: Innovation, world: World) -> Innovation:
    """Return the innovation while its next edition is prepared, changed in every public field."""
    Award.objects.create(innovation=published, name="TOP 45", year=2025)
    MeasuredBenefit.objects.create(
        innovation=published, measure="lama layanan", unit="hari", direction="lower", baseline=9,
        baseline_on=date(2023, 1, 1), result=2, result_on=date(2024, 1, 1), method="survei",
        source="laporan",
    )  # fmt: skip
    Revision.objects.create(
        innovation=published, number=1, act="publish", actor_key="x", role="verifier", at=AT,
        snapshot=take_snapshot(published),
    )  # fmt: skip
    operator = world.seat(Role.OPERATOR)
    registry.carry_over(seat=operator, innovation=published, edition_year=2027, at=AT)
    draft = Innovation.objects.get(pk=published.pk)
    for part, values in CHANGES.items():
        draft = registry.change_innovation(
            seat=operator, innovation=draft, part=part, values=values, at=AT
        )
    return draft


CHANGES: dict[Part, dict[str, Any]] = {
    Part.NAME: {"name": "SEDANG DIUBAH", "summary": "Sedang diubah."},
    Part.KIND: {"kind": "digital", "main_affair": "Kesehatan", "affairs": ["Perhubungan"],
                "theme": "sedang diubah", "form": "other"},
    Part.PURPOSE: {"purpose": "sedang diubah", "benefit": "sedang diubah",
                   "result": "sedang diubah"},
    Part.STAGES: {"stage": "trial", "year": 2026, "trial_on": date(2026, 1, 1)},
    Part.AWARDS: {"awards": [{"name": "SEDANG DIUBAH", "year": 2026, "source": ""}]},
    Part.BENEFITS: {"benefits": []},
}  # fmt: skip


def test_X07_what_was_published_stays_while_the_next_edition_is_prepared(
    published: Innovation, carried: Innovation
) -> None:
    found = channels(published)
    assert [page for page, text in found.items() if "sedang diubah" in text.lower()] == []
    for page in ("/", "/?q=melati", "/data-terbuka/inovasi.csv", "/data-terbuka/inovasi.json",
                 f"/katalog/{published.key}/sapa-melati/"):  # fmt: skip
        assert "SAPA MELATI" in found[page], page
    assert f"{published.key}/sapa-melati/" in found["/katalog/peta-situs-1.xml"]
    (entry,) = json.loads(found["/data-terbuka/inovasi.json"])["inovasi"]
    assert (entry["tahun"], entry["urusan_utama"], entry["jenis"]) == (2024, "Sosial", "")
    assert [each["nama"] for each in entry["penghargaan"]] == ["TOP 45"]
    assert [each["nilai_hasil"] for each in entry["manfaat_terukur"]] == ["2"]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "verified"])
def test_X07_it_stays_in_every_state_before_it_is_published_again(
    published: Innovation, carried: Innovation, state: str
) -> None:
    Innovation.objects.filter(pk=carried.pk).update(state=state)
    found = channels(published)
    assert "SAPA MELATI" in found["/"]
    assert "SEDANG DIUBAH" not in found["/?q=melati"]


def test_X07_ending_it_removes_what_was_published_at_once(
    published: Innovation, carried: Innovation, world: World
) -> None:
    operator = world.seat(Role.OPERATOR)
    registry.retire_innovation(seat=operator, innovation=carried, reason="Selesai.", at=AT)
    found = channels(published)
    told = {page for page, text in found.items() if "SAPA MELATI" in text}
    assert told == set()
    assert published.key not in found["/katalog/peta-situs-1.xml"]
    assert Client().get(f"/katalog/{published.key}/sapa-melati/").status_code == 404


def test_X07_ending_it_by_the_table_alone_removes_it_too(
    published: Innovation, carried: Innovation
) -> None:
    Innovation.objects.filter(pk=carried.pk).update(state="retired")
    assert {page for page, text in channels(published).items() if "SAPA MELATI" in text} == set()


def test_X07_publishing_the_new_edition_replaces_the_old_words(
    published: Innovation, carried: Innovation, world: World
) -> None:
    Innovation.objects.filter(pk=carried.pk).update(state="verified")
    verifier, verified = world.seat(Role.VERIFIER), Innovation.objects.get(pk=carried.pk)
    registry.publish_innovation(seat=verifier, innovation=verified, at=AT)
    found = channels(published)
    assert "SEDANG DIUBAH" in found["/"]
    assert "SAPA MELATI" not in found["/data-terbuka/inovasi.json"]


@pytest.mark.parametrize("secret", [PERSON, PHONE, "123456789", "7.912345", "112.612345"])
def test_X07_no_private_value_reaches_any_channel(published: Innovation, secret: str) -> None:
    assert [page for page, text in channels(published).items() if secret in text] == []


def test_X07_open_data_holds_exactly_the_declared_fields(published: Innovation) -> None:
    answer = Client().get("/data-terbuka/inovasi.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    (entry,) = json.loads(text_of(answer))["inovasi"]
    assert "initiator_name" not in entry
    assert "design" not in entry
    header = text_of(Client().get("/data-terbuka/inovasi.csv")).splitlines()[0]
    assert header.lstrip("\ufeff").split(",") == list(entry)


def model_paths() -> list[str]:
    """Return names of columns and of columns behind them, as a forged filter would write them."""
    fields = [field.name for field in Innovation._meta.concrete_fields]
    people = [
        field.name for field in apps.get_model(settings.AUTH_USER_MODEL)._meta.concrete_fields
    ]
    return [*fields, *(f"agency__memberships__person__{name}" for name in people)]


@pytest.mark.parametrize("path", model_paths())
def test_Z07_no_path_of_a_model_filters_or_orders_the_catalogue(
    published: Innovation, path: str
) -> None:
    client = Client()
    plain = text_of(client.get("/data-terbuka/inovasi.csv"))
    for name in (path, f"{path}__startswith"):
        answer = client.get("/data-terbuka/inovasi.csv", {name: "zzz"})
        assert answer.status_code == 400 or text_of(answer) == plain
        answer = client.get("/data-terbuka/inovasi.csv", {"urut": name})
        assert answer.status_code in (200, 400)


@pytest.mark.parametrize("hidden", [PERSON, "Sukarelawati", "123456789"])
def test_Z07_a_search_for_a_hidden_value_finds_nothing(published: Innovation, hidden: str) -> None:
    assert "SAPA MELATI" not in text_of(Client().get("/data-terbuka/inovasi.csv", {"q": hidden}))
