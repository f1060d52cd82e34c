"""A file that was certified elsewhere is kept beside its text with its hash, as it came."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse

from prakarsa.contracts.actions.attaching import KINDS, attach_external
from prakarsa.contracts.models import ExternalSignature, PerformanceContract
from prakarsa.files.receiving import prepare_upload
from prakarsa.organisations.roles import Role
from tests.audit.entries import assert_one_entry
from tests.contracts.builders import fresh, head_of
from tests.contracts.test_changing import amend, take_back
from tests.formats.makers import active_pdf, pdf
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db


def send(
    world: World,
    contract: PerformanceContract,
    content: bytes,
    name: str,
    *,
    role: Role = Role.SECRETARIAT,
) -> HttpResponse:
    """Send a file as the form does."""
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    client = world.client(role)
    return client.post(f"/kontrak/{contract.key}/versi/1/berkas/", {"file": upload, "note": "BSrE"})


def test_the_file_is_kept_as_it_came_and_handed_out_to_who_sees_the_contract(
    world: World, running: PerformanceContract
) -> None:
    content = pdf()
    with assert_one_entry("contracts.contract.external_added"):
        assert send(world, running, content, "bsre.pdf").status_code == 302
    external = ExternalSignature.objects.get()
    assert external.sha256 == sha256(content).hexdigest()
    address = f"/kontrak/{running.key}/berkas/{external.key}/"
    for role in (Role.AUDITOR, Role.AGENCY_HEAD, Role.PANEL):
        assert b"".join(world.client(role).get(address)) == content
    assert world.client(Role.HR).get(address).status_code == 403
    assert world.client(Role.AUDITOR, region=world.other).get(address).status_code == 404
    assert (
        external.sha256
        in world.client(Role.AUDITOR).get(f"/kontrak/{running.key}/versi/1/").content.decode()
    )


def test_M04_the_same_bytes_again_are_the_file_that_is_there(
    world: World, running: PerformanceContract
) -> None:
    for _click in range(2):
        assert send(world, running, pdf(), "bsre.pdf").status_code == 302
    assert ExternalSignature.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bsre.pdf", b"%PDF-1.7 bukan dokumen"),
        ("bsre.exe", b"MZ"),
        ("bsre.pdf", active_pdf("JavaScript")),
        ("bsre.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_is_no_sound_pdf_is_refused(
    world: World, running: PerformanceContract, name: str, content: bytes
) -> None:
    answer = send(world, running, content, name)
    assert (answer.status_code, ExternalSignature.objects.count()) == (200, 0)
    assert "field-error" in answer.content.decode()


def test_only_those_of_the_contract_attach(world: World, running: PerformanceContract) -> None:
    for role in (Role.AUDITOR, Role.OPERATOR, Role.VERIFIER, Role.PANEL, Role.SECRETARY):
        assert send(world, running, pdf(), "bsre.pdf", role=role).status_code == 403
    upload = SimpleUploadedFile("bsre.pdf", pdf())
    prepared = prepare_upload(upload, allowed=KINDS, limit_bytes=10**6)
    with pytest.raises(PermissionDenied):
        attach_external(
            seat=head_of(world, world.second_ward), version=running.versions.get(),
            prepared=prepared, note="", at=AT,
        )  # fmt: skip
    for role in (Role.AGENCY_HEAD, Role.MAYOR):
        assert send(world, running, pdf(), "bsre.pdf", role=role).status_code == 302


def test_a_text_that_was_taken_back_takes_no_file(
    world: World, running: PerformanceContract
) -> None:
    amend(world, running)
    take_back(
        seat=world.seat(Role.SECRETARIAT), contract=running, reason="x",
        version=fresh(running).version, at=AT,
    )  # fmt: skip
    answer = world.client(Role.SECRETARIAT).get(f"/kontrak/{running.key}/versi/2/berkas/")
    assert answer.status_code == 403


def test_the_database_keeps_the_hash_of_the_file(
    world: World, running: PerformanceContract
) -> None:
    send(world, running, pdf(), "bsre.pdf")
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE contracts_externalsignature SET sha256 = 'x'")
