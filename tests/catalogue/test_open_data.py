"""X07, Z06: open data and the sitemap hold the declared columns of what is published."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prakarsa.catalogue import open_data
from prakarsa.catalogue.publishing import (
    PUBLIC_AFFAIR,
    PUBLIC_AWARD,
    PUBLIC_BENEFIT,
    PUBLIC_COLUMNS,
)
from prakarsa.catalogue.queries import publish as make_public
from prakarsa.catalogue.queries import published, whole
from prakarsa.foundation.privacy import DataClass, read_register
from prakarsa.registry.models import Innovation, Partner
from tests.catalogue.publishing import KNOWN, make_catalogue, publish
from tests.worlds import make_region

pytestmark = pytest.mark.django_db
LOCATION = re.compile(r"<loc>(.+?)</loc>")
CANARY = "Sukarelawati Rahasia"


def body_of(response: HttpResponseBase) -> str:
    assert response.status_code == 200
    pieces: Any = getattr(response, "streaming_content", None)
    if pieces is None:
        pieces = [vars(response)["_container"][0]]
    return b"".join(pieces).decode()


def rows_of(path: str = "/data-terbuka/inovasi.json") -> list[dict[str, Any]]:
    return list(json.loads(body_of(Client().get(path)))["inovasi"])


def test_every_public_column_is_classed_public_in_the_privacy_register() -> None:
    register = read_register()
    own = {name for name in PUBLIC_COLUMNS if "__" not in name}
    for model, columns in (
        ("registry.Innovation", own),
        ("registry.InnovationAffair", set(PUBLIC_AFFAIR)),
        ("registry.Award", set(PUBLIC_AWARD)),
        ("registry.MeasuredBenefit", set(PUBLIC_BENEFIT)),
    ):
        fields = register[model].fields
        assert {name for name in columns if fields[name] is not DataClass.PUBLIC} == set(), model


def test_X07_only_the_closed_list_is_read_from_the_registry() -> None:
    """What is not on the list is not even fetched: touching it would be one more query."""
    make_catalogue()
    with CaptureQueriesContext(connection) as captured:
        rows = list(whole(published()))
        for row in rows:
            make_public(row)
    assert len(captured) == 4
    deferred = rows[0].get_deferred_fields()
    assert {"initiator_name", "design", "budget_rupiah", "latitude", "created_by_key"} <= deferred


def test_X07_json_and_csv_hold_the_declared_columns_and_the_same_rows() -> None:
    make_catalogue()
    declared = [column.name for column in open_data.COLUMNS]
    rows = rows_of()
    assert [list(row) for row in rows] == [declared] * len(KNOWN)
    text = body_of(Client().get("/data-terbuka/inovasi.csv"))
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert list(lines[0]) == declared
    assert [line["kunci"] for line in lines] == [row["kunci"] for row in rows]
    page = Client().get("/data-terbuka/").content.decode()
    assert [name for name in declared if f"<code>{name}</code>" not in page] == []


def test_open_data_says_what_is_known_and_leaves_out_what_is_not() -> None:
    make_catalogue()
    by_name = {row["nama"].split(" (")[0]: row for row in rows_of()}
    row = by_name["BREXIT"]
    assert (row["tahun"], row["jenis"], row["daerah"]) == (2017, "non_digital", "Kota Nyata")
    assert row["penghargaan"] == [{"nama": "TOP 45 KIPP", "tahun": 2017, "sumber": ""}]
    assert row["alamat"].endswith(f"/katalog/{row['kunci']}/brexit/")
    assert (by_name["GEMPA GENTING"]["tahun"], by_name["GEMPA GENTING"]["jenis"]) == (None, "")


def test_open_data_follows_the_filters_of_the_page() -> None:
    make_catalogue()
    path = "/data-terbuka/inovasi.json"
    assert [row["nama"] for row in rows_of(f"{path}?jenis=digital")] == [
        "SAKDINO",
        "TEMAN MELAYANI",
    ]
    assert [row["nama"][:6] for row in rows_of(f"{path}?q=brexsit")] == ["BREXIT"]
    assert rows_of(f"{path}?q=tidakadasamasekali") == []
    assert Client().get(f"{path}?initiator_name=x").status_code == 400


def test_open_data_comes_whole_in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    region, _agency = make_catalogue()
    monkeypatch.setattr(open_data, "PIECE", 2)
    publish(region, "ENAM")
    assert len(rows_of()) == len(KNOWN) + 1


def test_any_site_may_read_open_data_and_nothing_else() -> None:
    make_catalogue()
    allowing = {
        path
        for path in ("/", "/data-terbuka/", "/sitemap.xml", "/data-terbuka/inovasi.csv",
                     "/data-terbuka/inovasi.json", "/masuk/")
        if Client().get(path).headers.get("Access-Control-Allow-Origin")
    }  # fmt: skip
    assert allowing == {"/data-terbuka/inovasi.csv", "/data-terbuka/inovasi.json"}
    answer = Client().get("/data-terbuka/inovasi.json")
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_text_that_looks_like_a_formula_stays_text_in_csv() -> None:
    region, _agency = make_catalogue()
    publish(region, '=HYPERLINK("https://x.invalid")')
    assert "'=HYPERLINK" in body_of(Client().get("/data-terbuka/inovasi.csv"))


def test_X07_no_canary_of_what_is_not_public_leaves_by_any_channel() -> None:
    region, agency = make_catalogue()
    innovation = publish(
        region,
        "BERSIH",
        agency,
        initiator_name=CANARY,
        design=f"{CANARY} " * 5,
        budget_note=CANARY,
        created_by_key=CANARY,
        retired_because=CANARY,
    )
    Partner.objects.create(innovation=innovation, kind="community", name=CANARY, part=CANARY)
    client = Client()
    paths = ("/", "/?q=bersih", f"/katalog/{innovation.key}/bersih/", "/data-terbuka/inovasi.csv",
             "/data-terbuka/inovasi.json", "/katalog/peta-situs-1.xml")  # fmt: skip
    assert [path for path in paths if CANARY in body_of(client.get(path))] == []
    assert "BERSIH" not in body_of(client.get("/?q=sukarelawati"))


def test_the_sitemap_names_real_innovations_only() -> None:
    make_catalogue()
    example = publish(make_region("99.66", "Kota Rekaan"), "REKAAN")
    pieces = LOCATION.findall(body_of(Client().get("/sitemap.xml")))
    assert [piece.rpartition("/")[2] for piece in pieces] == ["peta-situs-1.xml"]
    text = body_of(Client().get("/katalog/peta-situs-1.xml"))
    found = LOCATION.findall(text)
    assert len(found) == len(KNOWN) + 2
    assert example.key not in text
    assert Client().get("/katalog/peta-situs-2.xml").status_code == 404


def test_Z02_every_channel_reaches_the_same_innovations() -> None:
    region, agency = make_catalogue()
    for state in Innovation.State.values:
        publish(region, f"KEADAAN {state}", agency, state=state)
    data = {row["kunci"] for row in rows_of()}
    listed = Client().get("/?urut=nama").content.decode()
    sitemap = body_of(Client().get("/katalog/peta-situs-1.xml"))
    everything = set(Innovation.objects.values_list("key", flat=True))
    assert data == set(Innovation.objects.filter(state="published").values_list("key", flat=True))
    assert {key for key in everything if key in listed} == data
    assert {key for key in everything if key in sitemap} == data
    opened = {
        row.key for row in Innovation.objects.all()
        if Client().get(f"/katalog/{row.key}/x/").status_code == 301
    }  # fmt: skip
    assert opened == data
