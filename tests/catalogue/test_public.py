"""X07 and Z07: the public side shows what is published, in a closed list of fields, and no more."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client

from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation
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
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
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
