"""Files on their way out: saved, never run; found by their person only."""

from __future__ import annotations

import base64
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.http import Http404
from django.utils.http import content_disposition_header
from PIL import Image

from prakarsa.files import actions, responses, storage
from prakarsa.files.models import StoredFile
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from tests.files.conftest import Store
from tests.formats import makers
from tests.formats.answers import assert_confined, body_of
from tests.worlds import World

pytestmark = pytest.mark.django_db

HOSTILE_NAMES = [
    "a.pdf",
    'a"b.pdf',
    "Jum'at; filename=x.exe.pdf",
    "ꦥꦿꦏ.pdf",
    "a%0d%0ab.pdf",
    "é.pdf",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_F02_F06_file_is_sent_to_be_saved_under_an_encoded_name(store: Store, name: str) -> None:
    stored = store(name)

    response = responses.send_file(stored)

    assert_confined(response)
    disposition = response.headers["Content-Disposition"]
    assert disposition == content_disposition_header(as_attachment=True, filename=stored.name)
    assert disposition.startswith("attachment")
    assert disposition.isascii()
    assert not {"\r", "\n"} & set(disposition)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(stored.size)
    assert body_of(response) == makers.pdf()


def test_F02_unknown_type_is_sent_as_plain_bytes(store: Store) -> None:
    stored = store()
    stored.media_type = "text/html"

    assert responses.send_file(stored).headers["Content-Type"] == "application/octet-stream"


def test_F02_picture_shown_is_encoded_anew_without_its_metadata(store: Store) -> None:
    data = makers.photo_with_place()
    assert b"KAMERA-RAHASIA" in data
    stored = store("foto.jpg", data)

    for _ in range(2):
        response = responses.send_preview(stored)
        shown = body_of(response)
        assert_confined(response)
        assert response.headers["Content-Type"] == "image/jpeg"
        assert "attachment" not in response.headers.get("Content-Disposition", "")
        assert b"KAMERA-RAHASIA" not in shown
        with Image.open(io.BytesIO(shown)) as picture:
            # The photo lay on its side; the copy stands upright by itself.
            assert (picture.format, picture.size) == ("JPEG", (48, 64))
            assert not picture.getexif()


def test_F02_large_picture_is_shown_small(store: Store) -> None:
    stored = store("bagan.png", makers.picture("PNG", (3000, 2000)))

    with Image.open(io.BytesIO(body_of(responses.send_preview(stored)))) as picture:
        assert max(picture.size) == responses.PREVIEW_SIDE


def test_only_pictures_have_a_preview(store: Store) -> None:
    with pytest.raises(Http404):
        responses.send_preview(store())


def test_preview_goes_with_its_file(store: Store, at: datetime) -> None:
    stored = store("foto.jpg", makers.picture())
    body_of(responses.send_preview(stored))
    assert storage.preview_path_of(stored.key).exists()

    storage.delete(stored.key)

    assert not storage.preview_path_of(stored.key).exists()


def test_missing_bytes_are_not_found(store: Store) -> None:
    stored = store()
    storage.path_of(stored.key).unlink()

    with pytest.raises(Http404):
        responses.send_file(stored)


@pytest.fixture
def export(world: World, at: datetime, tmp_path: Path) -> StoredFile:
    """A finished export of the home secretariat that ends after a week."""
    path = tmp_path / "tabel.csv"
    path.write_bytes(b"nama\n")
    seat = world.seat(Role.SECRETARIAT)
    return actions.keep_made_file(
        path=path, name="daftar.csv", media_type="text/csv", actor=seat.actor, owner=seat.person,
        membership=seat.membership, region=seat.region, at=at, expires_at=at + timedelta(days=7),
    )  # fmt: skip


def test_X03_export_is_fetched_by_its_person(
    world: World, at: datetime, export: StoredFile
) -> None:
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        response = world.client(Role.SECRETARIAT).get(f"/berkas/{export.key}/")

    assert response.status_code == 200
    assert_confined(response)
    assert body_of(response) == b"nama\n"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "fault", ["other person", "other region", "ended", "right taken", "wrong key", "number"]
)
def test_X03_export_is_not_found_otherwise(
    world: World, at: datetime, export: StoredFile, fault: str
) -> None:
    moment, client, key = at + timedelta(minutes=1), world.client(Role.SECRETARIAT), export.key
    if fault == "other person":
        client = world.client(Role.MAYOR)
    elif fault == "other region":
        client = world.client(Role.SECRETARIAT, region=world.other)
    elif fault == "ended":
        moment = at + timedelta(days=7)
    elif fault == "wrong key":
        key = key[:-1]
    elif fault == "number":
        key = str(export.pk)
    elif fault == "right taken":
        old = world.seat(Role.SECRETARIAT).membership
        assert old is not None
        Membership.objects.filter(pk=old.pk).update(valid_until=at.date() - timedelta(days=1))
        Membership.objects.create(
            person=old.person, role=Role.EMPLOYEE, region=world.home, agency=world.ward,
            valid_from=at.date() - timedelta(days=1),
        )  # fmt: skip

    with time_machine.travel(moment, tick=False):
        assert client.get(f"/berkas/{key}/").status_code == 404


def test_Z03_evidence_is_not_found_at_the_address_of_exports(
    world: World, store: Store, at: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        client = world.client(Role.OPERATOR)
        assert client.get(f"/berkas/{store().key}/").status_code == 404


def test_F02_store_is_not_reachable_as_static_or_media(world: World, store: Store) -> None:
    stored = store()
    client = world.client(Role.OPERATOR)
    for address in (
        f"/static/{stored.key[:2]}/{stored.key}",
        f"/static/../files/{stored.key[:2]}/{stored.key}",
        f"/media/{stored.key}",
        f"/berkas/..%2f{stored.key}/",
        f"/berkas/{base64.urlsafe_b64encode(stored.sha256.encode()).decode()}/",
        f"/berkas/{stored.sha256}/",
    ):
        assert client.get(address).status_code == 404
