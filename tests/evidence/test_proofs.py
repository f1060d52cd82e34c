"""Files and links: whose they are, what they may be, and how their bytes leave."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from prakarsa.evidence.actions import add_proof, remove_proof
from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries import duplicates_of
from prakarsa.evidence.queries.history import history_in, record_of
from prakarsa.evidence.refusals import CannotAct
from prakarsa.files.models import StoredFile
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.foundation.keys import new_key
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import seat_of
from prakarsa.registry.models import Innovation, Submission
from tests.evidence.builders import (
    claimed,
    fresh,
    make_innovation,
    new_answer,
    open_window,
    prepared,
    with_file,
)
from tests.formats import makers
from tests.worlds import AT, World, make_person


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def answer(world: World, submission: Submission) -> Answer:
    return claimed(world, submission)


@pytest.fixture
def proof(world: World, answer: Answer) -> Proof:
    return with_file(world, answer)


def test_a_file_changes_what_the_evidence_supports(world: World, answer: Answer) -> None:
    assert answer.supported_level == 0
    with_file(world, answer)
    assert fresh(answer).supported_level == 2
    reasons = answer.ledger.filter(kind="supported").values_list("reason", "role", "actor_key")
    assert list(reasons) == [
        ("Belum ada berkas bukti.", "system", "system:evidence"),
        ("Bukti mendukung klaim.", "system", "system:evidence"),
    ]
    # That the evidence supports the claim stands in the line itself, in the reader's language.
    told = {line.reason for line in history_in(record_of(answer)) if line.who == "Sistem"}
    assert told == {"", "Belum ada berkas bukti."}


def test_a_kind_the_indicator_does_not_take_is_refused(world: World, answer: Answer) -> None:
    video = claimed(world, answer.submission, "35")
    waiting = prepared(video, "gambar.png", picture())
    with pytest.raises(Refused) as refusal:
        add_proof(seat=world.seat(Role.OPERATOR), answer=answer, prepared=waiting, at=AT)
    assert refusal.value.reason is Reason.EXTENSION
    assert not Proof.objects.exists()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://contoh.invalid/a", "data:text/html,x", "//contoh", "x"]
)
def test_F10_a_link_is_http_or_https(world: World, answer: Answer, link: str) -> None:
    with pytest.raises(CannotAct):
        add_proof(seat=world.seat(Role.OPERATOR), answer=answer, link=link, at=AT)


def test_a_proof_is_one_file_or_one_link(world: World, answer: Answer) -> None:
    seat, waiting = world.seat(Role.OPERATOR), prepared(answer)
    with pytest.raises(CannotAct):
        add_proof(seat=seat, answer=answer, at=AT)
    with pytest.raises(CannotAct):
        add_proof(seat=seat, answer=answer, prepared=waiting, link="https://contoh.invalid", at=AT)


def test_F04_an_answer_takes_so_many_proofs_and_no_more(world: World, answer: Answer) -> None:
    seat = world.seat(Role.OPERATOR)
    for number in range(12):
        add_proof(seat=seat, answer=answer, link=f"https://contoh.invalid/{number}", at=AT)
    with pytest.raises(CannotAct, match="Paling banyak 12"):
        add_proof(seat=seat, answer=answer, link="https://contoh.invalid/13", at=AT)


def test_M04_the_same_file_twice_is_one_proof(world: World, answer: Answer, proof: Proof) -> None:
    again = with_file(world, answer, "nama-lain.pdf")
    assert again.pk == proof.pk
    assert StoredFile.objects.count() == 1


def test_F15_same_bytes_in_two_places_are_two_references(
    world: World, answer: Answer, proof: Proof
) -> None:
    other = with_file(world, claimed(world, answer.submission, "17"))
    assert proof.file is not None
    assert other.file is not None
    assert proof.file.sha256 == other.file.sha256
    assert proof.file.key != other.file.key
    remove_proof(seat=world.seat(Role.OPERATOR), proof=proof, at=AT)
    client = world.client(Role.OPERATOR)
    for one in (proof, other):
        page = client.get(reverse("evidence:proof", args=[one.key]))
        assert page.status_code == 200


def test_F15_the_key_of_the_file_gives_no_right(world: World, proof: Proof) -> None:
    assert proof.file is not None
    client = world.client(Role.OPERATOR)
    for value in (proof.file.key, proof.file.sha256, str(proof.pk)):
        assert client.get(f"/bukti/berkas/{value}/").status_code == 404
    assert client.get(reverse("files:download", args=[proof.file.key])).status_code == 404


def test_a_removed_proof_stays_in_the_history(world: World, answer: Answer, proof: Proof) -> None:
    for _turn in range(2):
        remove_proof(seat=world.seat(Role.OPERATOR), proof=proof, at=AT)
    assert fresh(answer).supported_level == 0
    page = world.client(Role.VERIFIER).get(
        reverse("evidence:answer", args=[answer.submission.key, "16"])
    )
    assert "mencabut SK.pdf" in page.content.decode()


def test_Z04_another_units_operator_neither_adds_nor_removes(
    world: World, answer: Answer, proof: Proof
) -> None:
    stranger = make_person("Operator Lain", Role.OPERATOR, world.home, world.second_ward)
    client = Client()
    client.force_login(stranger, backend="prakarsa.accounts.backends.AddressBackend")
    where = [answer.submission.key, "16"]
    added = client.post(
        reverse("evidence:add-proof", args=where), {"link": "https://contoh.invalid/b"}
    )
    removed = client.post(reverse("evidence:remove-proof", args=[proof.key]))
    assert (added.status_code, removed.status_code) == (404, 404)
    assert Proof.objects.filter(removed_at=None).count() == 1
    for role in (Role.VERIFIER, Role.SECRETARIAT):
        with pytest.raises(PermissionDenied):
            remove_proof(seat=world.seat(role), proof=proof, at=AT)


ROUTES = ["evidence:proof", "evidence:preview", "evidence:remove-proof"]


def answered(client: Client, url: str, route: str) -> tuple[HttpResponse, int]:
    with CaptureQueriesContext(connection) as queries:
        page = client.post(url) if route == "evidence:remove-proof" else client.get(url)
    return page, len(queries)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT])
def test_Z03_another_units_proof_answers_like_none(
    world: World, submission: Submission, role: Role, route: str
) -> None:
    other = make_innovation(world, "LAIN", agency=world.other_office)
    open_window(world.other)
    foreign = with_file(
        world,
        claimed(world, other, seat=world.other_seat(Role.OPERATOR)),
        seat=world.other_seat(Role.OPERATOR),
    )
    client = world.client(role)
    # The first request of a session writes down the device; both that are compared come later.
    client.get(reverse("menu"))
    answers = [
        answered(client, reverse(route, args=[key]), route) for key in (foreign.key, new_key())
    ]
    (first, first_queries), (second, second_queries) = answers
    assert (first.status_code, second.status_code) == (404, 404)
    assert first_queries == second_queries
    assert dict(first.headers).keys() == dict(second.headers).keys()
    assert without_code(first) == without_code(second)


def without_code(page: HttpResponse) -> list[str]:
    """Return the page without its code to quote and its tokens, which differ each time."""
    marks = ("csrfmiddlewaretoken", "Kode", page.headers.get("X-Request-Id", "-"))
    lines = page.content.decode().splitlines()
    return [line for line in lines if not any(mark in line for mark in marks)]


@pytest.mark.parametrize(("name", "content"), [("SK.pdf", makers.pdf()), ("foto.png", picture())])
def test_F02_bytes_leave_as_an_attachment_and_never_render(
    world: World, submission: Submission, name: str, content: bytes
) -> None:
    proof = with_file(world, claimed(world, submission, "22"), name, content)
    page = world.client(Role.VERIFIER).get(reverse("evidence:proof", args=[proof.key]))
    assert b"".join(page.streaming_content) == content
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page.headers["Content-Security-Policy"]


def test_F02_a_shown_image_was_encoded_anew(world: World, submission: Submission) -> None:
    proof = with_file(world, claimed(world, submission, "22"), "foto.png", picture())
    page = world.client(Role.VERIFIER).get(reverse("evidence:preview", args=[proof.key]))
    body = b"".join(page.streaming_content)
    assert page.headers["Content-Type"] == "image/jpeg"
    assert body.startswith(b"\xff\xd8\xff")
    assert body != picture()


def test_F02_a_document_is_never_previewed(world: World, proof: Proof) -> None:
    page = world.client(Role.VERIFIER).get(reverse("evidence:preview", args=[proof.key]))
    assert page.status_code == 404


def test_Z08_the_same_file_of_another_unit_is_pointed_out_to_the_verifier_only(
    world: World, proof: Proof
) -> None:
    stranger = make_person("Operator Lain", Role.OPERATOR, world.home, world.second_ward)
    other = make_innovation(world, "RAHASIA KENANGA", agency=world.second_ward)
    seat = seat_of(stranger.memberships.select_related("region", "agency", "person").get())
    with_file(world, claimed(world, other, "17", seat=seat), "lain.pdf", seat=seat)
    assert duplicates_of(world.seat(Role.OPERATOR), [proof]) == {}
    where = [proof.answer.submission.key, "16"]
    operator = world.client(Role.OPERATOR).get(reverse("evidence:answer", args=where))
    assert "RAHASIA" not in operator.content.decode()
    assert "Berkas ini tidak dipakai di tempat lain" in operator.content.decode()
    verifier = world.client(Role.VERIFIER).get(reverse("evidence:verify", args=where))
    assert "No. 17 RAHASIA KENANGA" in verifier.content.decode()


def test_the_same_file_in_the_own_unit_is_pointed_out_to_the_operator(
    world: World, answer: Answer, proof: Proof
) -> None:
    with_file(world, claimed(world, answer.submission, "17"), "SK-lain.pdf")
    page = world.client(Role.OPERATOR).get(
        reverse("evidence:detail", args=[answer.submission.innovation.key])
    )
    assert "SK.pdf dipakai pada No. 16 dan No. 17." in page.content.decode()


def test_F10_a_link_is_offered_only_where_it_counts(world: World, answer: Answer) -> None:
    client, key = world.client(Role.OPERATOR), answer.submission.key
    page = client.get(reverse("evidence:answer", args=[key, "16"])).content.decode()
    assert "Tautan tidak dihitung untuk indikator ini; unggah berkasnya." in page
    assert 'name="link"' not in page
    fields = {"link": "https://contoh.invalid/b", "version": str(answer.version)}
    refused = client.post(reverse("evidence:add-proof", args=[key, "16"]), fields)
    assert "Pilih satu berkas. Tautan tidak dihitung" in refused.content.decode()
    assert not Proof.objects.exists()
    offered = client.get(reverse("evidence:answer", args=[key, "35"])).content.decode()
    assert 'name="link"' in offered
    assert "Mulai dengan https:// atau http://." in offered
    link = {"link": "http://contoh.invalid/video", "version": "1"}
    client.post(reverse("evidence:add-proof", args=[key, "35"]), link)
    assert Proof.objects.get().link == "http://contoh.invalid/video"


def test_evidence_without_a_level_asks_for_the_level(world: World, submission: Submission) -> None:
    Innovation.objects.update(state=Innovation.State.DRAFT)
    for code, words in (("17", "Tingkat belum dipilih"), ("33", "Angka belum diisi")):
        with_file(world, new_answer(submission, code), f"{code}.pdf")
        address = reverse("evidence:answer", args=[submission.key, code])
        text = world.client(Role.OPERATOR).get(address).content.decode()
        assert words in text
        assert "Siap diajukan" not in text
