"""Uploads in pieces: resumed by the same person for the same form, checked, swept."""

from __future__ import annotations

import base64
import hashlib
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from prakarsa.files import actions, storage
from prakarsa.files.models import StoredFile, UploadSession
from prakarsa.formats import kinds
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.organisations.roles import Role
from tests.files.conftest import Committed
from tests.formats import makers
from tests.worlds import World

pytestmark = pytest.mark.django_db

FORM = "/inovasi/abc/bukti/"
PIECE = 256 * 1024
PIECE_TYPE = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def moment(at: datetime) -> Iterator[None]:
    """Let every request come one minute after the fixed moment."""
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        yield


def film(size: int) -> bytes:
    return makers.film(extra=size.to_bytes(4, "big") + b"free" + bytes(size - 8))


def metadata(**words: str) -> str:
    pairs = (f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in words.items())
    return ",".join(pairs)


def begin(client: Client, data: bytes, name: str = "film.mp4", **words: str) -> HttpResponse:
    words = {"filename": name, "target": FORM, "modified": "1"} | words
    return client.post(
        "/unggahan/",
        headers={"Upload-Length": str(len(data)), "Upload-Metadata": metadata(**words)},
    )


def send(client: Client, address: str, piece: bytes, offset: int, **headers: str) -> HttpResponse:
    return client.patch(
        address, piece, content_type=PIECE_TYPE, headers={"Upload-Offset": str(offset), **headers}
    )


def send_all(client: Client, data: bytes, name: str = "film.mp4", **words: str) -> HttpResponse:
    response = begin(client, data, name, **words)
    address, offset = response.headers["Location"], int(response.headers["Upload-Offset"])
    while True:
        response = send(client, address, data[offset : offset + PIECE], offset)
        if response.status_code != 204 or int(response.headers["Upload-Offset"]) == len(data):
            return response
        offset = int(response.headers["Upload-Offset"])


def only_session() -> UploadSession:
    return UploadSession.objects.get()


def test_F16_cut_upload_goes_on_where_it_stopped(
    world: World, at: datetime, committed: Committed
) -> None:
    data = film(1_500_000)
    for cut in range(5):
        # Each time the page is opened anew: nothing is remembered in the browser.
        client = world.client(Role.OPERATOR)
        begun = begin(client, data)
        offset = int(begun.headers["Upload-Offset"])
        assert (begun.status_code, offset) == (201, cut * PIECE)
        sent = send(client, begun.headers["Location"], data[offset : offset + PIECE], offset)
        assert sent.status_code == 204
        assert client.head(begun.headers["Location"]).headers["Upload-Offset"] == str(
            (cut + 1) * PIECE
        )
    assert send_all(client, data).status_code == 204

    seat = world.seat(Role.OPERATOR)
    prepared = actions.prepare_from_form(
        seat=seat, upload=None, upload_key=only_session().key, target=FORM,
        allowed=kinds.EVIDENCE, limit_bytes=len(data), at=at,
    )  # fmt: skip
    with committed():
        stored = actions.keep_prepared(
            seat=seat, prepared=prepared, purpose=StoredFile.Purpose.EVIDENCE,
            region=seat.region, agency=seat.agency, at=at,
        )  # fmt: skip

    assert storage.path_of(stored.key).read_bytes() == data
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert UploadSession.objects.count() == 0
    assert not any((storage.store_folder() / storage.INCOMING).iterdir())


@pytest.mark.parametrize("other", ["person", "form", "file", "moment of change"])
def test_F16_only_the_same_person_form_and_file_go_on(world: World, other: str) -> None:
    data = film(600_000)
    client = world.client(Role.OPERATOR)
    address = begin(client, data).headers["Location"]
    send(client, address, data[:PIECE], 0)
    assert begin(client, data).headers["Location"] == address

    words = {"form": {"target": "/lain/"}, "moment of change": {"modified": "2"}}.get(other, {})
    if other == "person":
        client = world.client(Role.SECRETARIAT)
        assert client.head(address).status_code == 404
        assert send(client, address, data[PIECE:], PIECE).status_code == 404
        assert client.delete(address).status_code == 404
    length = film(600_001) if other == "file" else data
    fresh = begin(client, length, **words)

    assert fresh.headers["Location"] != address
    assert fresh.headers["Upload-Offset"] == "0"


def test_F16_upload_is_taken_only_by_its_person_and_form(world: World, at: datetime) -> None:
    data = film(1_000)
    send_all(world.client(Role.OPERATOR), data)
    key = only_session().key
    arguments = {
        "upload": None, "allowed": kinds.EVIDENCE, "limit_bytes": len(data), "at": at,
    }  # fmt: skip
    own = {"seat": world.seat(Role.OPERATOR), "upload_key": key, "target": FORM}
    for change in (
        {"seat": world.seat(Role.SECRETARIAT)},
        {"target": "/lain/"},
        {"upload_key": ""},
        {"upload_key": key[:-1]},
        {"at": at + timedelta(days=2)},
    ):
        with pytest.raises(Refused) as caught:
            actions.prepare_from_form(**(arguments | own | change))
        assert caught.value.reason is Reason.UNFINISHED
    for change, reason in (
        ({"allowed": kinds.TABLES}, Reason.EXTENSION),
        ({"limit_bytes": 10}, Reason.TOO_LARGE),
    ):
        with pytest.raises(Refused) as caught:
            actions.prepare_from_form(**(arguments | own | change))
        assert caught.value.reason is reason
    assert actions.prepare_from_form(**(arguments | own)).upload_key == key


def test_form_without_pieces_brings_its_file_itself(world: World, at: datetime) -> None:
    prepared = actions.prepare_from_form(
        seat=world.seat(Role.OPERATOR), upload=SimpleUploadedFile("a.pdf", makers.pdf()),
        upload_key="", target=FORM, allowed=kinds.EVIDENCE, limit_bytes=10_000, at=at,
    )  # fmt: skip

    assert prepared.inspected.kind is kinds.Kind.PDF


def test_F01_complete_upload_is_inspected_and_a_refused_one_is_gone(world: World) -> None:
    response = send_all(world.client(Role.OPERATOR), b"<html>" * 100, "x.pdf")

    assert response.status_code == 422
    assert response.json()["message"].startswith("Isi berkas ini bukan PDF")
    assert UploadSession.objects.count() == 0
    assert not any((storage.store_folder() / storage.INCOMING).iterdir())


def test_piece_at_a_wrong_place_is_answered_with_the_right_one(world: World) -> None:
    data = film(600_000)
    client = world.client(Role.OPERATOR)
    address = begin(client, data).headers["Location"]
    send(client, address, data[:PIECE], 0)

    for offset in (0, 1, PIECE + 1):
        response = send(client, address, data[:100], offset)
        assert (response.status_code, response.headers["Upload-Offset"]) == (409, str(PIECE))


@pytest.mark.parametrize("size", [1, actions.SHORTEST_PIECE - 1])
def test_F04_only_the_last_piece_may_be_small(world: World, size: int) -> None:
    """Else one file could come in millions of requests, each with its lock and its sync."""
    data = film(actions.SHORTEST_PIECE)
    whole = len(data) - 5
    client = world.client(Role.OPERATOR)
    address = begin(client, data).headers["Location"]

    refused = send(client, address, data[:size], 0)
    assert refused.status_code == 422
    assert refused.json()["message"].startswith("Setiap potongan unggahan paling sedikit 64\xa0KB,")
    assert (only_session().offset, client.head(address).headers["Upload-Offset"]) == (0, "0")

    assert send(client, address, data[:whole], 0).status_code == 204
    assert send(client, address, data[whole:-1], whole).status_code == 422
    assert send(client, address, data[whole:], whole).status_code == 204
    assert only_session().sha256 == hashlib.sha256(data).hexdigest()


def test_F04_a_file_comes_in_no_more_pieces_than_its_size_needs(world: World) -> None:
    data = film(4 * actions.SHORTEST_PIECE)
    client, taken = world.client(Role.OPERATOR), 0
    address = begin(client, data).headers["Location"]
    while not only_session().is_ready:
        offset = only_session().offset
        piece = data[offset : offset + actions.SHORTEST_PIECE]
        assert send(client, address, piece, offset).status_code == 204
        taken += 1
    assert taken == 5


def test_pieces_of_the_browser_are_well_inside_the_bounds() -> None:
    script = finders.find("prakarsa/upload.js")
    size = re.search(r"^const PIECE = (\d+) \* 1024;$", Path(script).read_text(), re.MULTILINE)
    assert size is not None
    piece = int(size[1]) * 1024
    assert 2 * actions.SHORTEST_PIECE <= piece <= actions.LONGEST_PIECE // 2


def test_X09_piece_at_no_number_is_refused(world: World) -> None:
    data = film(1_000)
    client = world.client(Role.OPERATOR)
    address = begin(client, data).headers["Location"]

    for offset in ("x", "-1", "9" * 4_500):
        response = send(client, address, data, 0, **{"Upload-Offset": offset})
        assert response.status_code == 400
    assert only_session().offset == 0


def test_piece_with_a_wrong_checksum_is_not_written(world: World) -> None:
    data = film(1_000)
    client = world.client(Role.OPERATOR)
    address = begin(client, data).headers["Location"]
    right = "sha256 " + base64.b64encode(hashlib.sha256(data).digest()).decode()

    for checksum in ("sha256 abc", "md5 abc", "x"):
        assert send(client, address, data, 0, **{"Upload-Checksum": checksum}).status_code == 460
    assert only_session().offset == 0
    assert send(client, address, data, 0, **{"Upload-Checksum": right}).status_code == 204


def test_F04_length_is_bounded_at_the_beginning_and_in_pieces(
    world: World, settings: object
) -> None:
    settings.PRAKARSA_UPLOAD_BYTES = 1_000
    client = world.client(Role.OPERATOR)

    refused = begin(client, bytes(1_001))
    assert refused.status_code == 413
    assert refused.json()["message"] == (
        "Berkas 1.001 bita, batasnya 1.000 bita. Perkecil berkas atau kirim tautannya."
    )
    address = begin(client, bytes(1_000)).headers["Location"]
    assert send(client, address, bytes(1_001), 0).status_code == 413
    assert only_session().offset == 0


def test_F04_number_of_open_uploads_is_bounded(world: World) -> None:
    client = world.client(Role.OPERATOR)
    for number in range(actions.MOST_OPEN):
        assert begin(client, bytes(number + 1)).status_code == 201
    assert begin(client, bytes(1)).status_code == 201
    assert begin(client, bytes(1_000)).status_code == 429

    client.delete(f"/unggahan/{UploadSession.objects.first().key}/")
    assert begin(client, bytes(1_000)).status_code == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Upload-Length": "x", "Upload-Metadata": metadata(filename="a.pdf", target="/")}, 400),
        ({"Upload-Length": "-1", "Upload-Metadata": metadata(filename="a.pdf", target="/")}, 400),
        ({"Upload-Length": "9" * 30, "Upload-Metadata": metadata(filename="a.pdf", target="/")},
         400),
        ({"Upload-Length": "9", "Upload-Metadata": metadata(filename="a.pdf", target="x")}, 400),
        ({"Upload-Length": "9", "Upload-Metadata": metadata(filename="a.pdf", target="/\0")}, 400),
        ({"Upload-Length": "9", "Upload-Metadata": "filename !!!,target Lw=="}, 422),
        ({"Upload-Length": "0", "Upload-Metadata": metadata(filename="a.pdf", target="/")}, 422),
        ({"Upload-Length": "9", "Upload-Metadata": metadata(filename="a.exe", target="/")}, 422),
        ({"Upload-Length": "9", "Upload-Metadata": metadata(filename="\u202ea.pdf", target="/")},
         422),
    ],
)  # fmt: skip
def test_X09_strange_beginnings_are_refused(
    world: World, headers: dict[str, str], status: int
) -> None:
    response = world.client(Role.OPERATOR).post("/unggahan/", headers=headers)

    assert response.status_code == status
    assert UploadSession.objects.count() == 0


def test_X09_strange_pieces_are_refused(world: World) -> None:
    client = world.client(Role.OPERATOR)
    address = begin(client, film(2_000_000)).headers["Location"]

    assert client.patch(address, b"a", content_type="text/plain").status_code == 415
    assert send(client, address, b"a", -1).status_code == 400
    assert send(client, address, bytes(actions.LONGEST_PIECE + 1), 0).status_code == 400
    assert client.get(address).status_code == 405


def test_Z01_uploads_are_for_people_who_sit_somewhere(world: World) -> None:
    anonymous = Client()
    assert begin(anonymous, b"a").status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(
        world.person(Role.OPERATOR), backend="prakarsa.accounts.backends.AddressBackend"
    )
    assert begin(strict, b"a").status_code == 403
    assert UploadSession.objects.count() == 0


def test_options_tell_what_is_understood(world: World) -> None:
    response = world.client(Role.OPERATOR).options("/unggahan/")

    assert response.headers["Tus-Version"] == "1.0.0"
    assert response.headers["Tus-Extension"] == "creation,checksum,expiration,termination"


def test_F16_leftovers_are_swept(world: World, at: datetime) -> None:
    client = world.client(Role.OPERATOR)
    address = begin(client, film(600_000)).headers["Location"]
    send(client, address, bytes(PIECE), 0)
    path = storage.incoming_path_of(only_session().key)

    assert actions.sweep(at=at + timedelta(hours=23)).uploads == 0
    assert path.exists()
    assert actions.sweep(at=at + timedelta(hours=25)).uploads == 1
    assert not path.exists()
    assert client.head(address).status_code == 404


def test_F16_killed_in_the_middle_of_a_piece_the_row_tells_where_to_go_on(
    world: World, tmp_path: Path
) -> None:
    """A process writes half a piece and is killed; the next one overwrites that half."""
    data = film(600_000)
    client = world.client(Role.OPERATOR)
    address = begin(client, data).headers["Location"]
    send(client, address, data[:PIECE], 0)
    path = storage.incoming_path_of(only_session().key)
    program = (
        "import os, signal, sys\n"
        "descriptor = os.open(sys.argv[1], os.O_WRONLY)\n"
        f"os.lseek(descriptor, {PIECE}, os.SEEK_SET)\n"
        "os.write(descriptor, b'x' * 1000)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.stat().st_size == PIECE + 1000

    assert begin(client, data).headers["Upload-Offset"] == str(PIECE)
    assert send_all(client, data).status_code == 204

    assert path.read_bytes() == data
    assert only_session().sha256 == hashlib.sha256(data).hexdigest()


def test_finished_upload_waits_for_its_form(world: World) -> None:
    data = film(1_000)
    client = world.client(Role.OPERATOR)
    send_all(client, data)

    again = begin(client, data)
    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(data)))
    assert send(client, again.headers["Location"], b"", len(data)).status_code == 204
    assert UploadSession.objects.count() == 1
