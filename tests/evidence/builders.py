"""Innovations, windows, claims and files for the tests of proof and verification."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.actions import Claim, Verdict, add_proof, claim_level, decide_level
from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries import allowed_kinds
from prakarsa.files.receiving import Prepared, prepare_upload
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import submission_for
from prakarsa.registry.models import Innovation, Revision, Submission
from prakarsa.registry.snapshots import take_snapshot
from prakarsa.rules.text import normalise_name
from tests.formats import makers
from tests.worlds import AT, World

YEAR = 2026
SOMEONE_ELSE = "00000000-0000-4000-8000-000000000007"


def open_window(region: Region, *, year: int = YEAR) -> ReportingWindow:
    """Let a region report for the whole year."""
    return ReportingWindow.objects.create(
        region=region,
        edition_year=year,
        opens_at=datetime(year, 1, 1, tzinfo=UTC),
        closes_at=datetime(year, 12, 31, tzinfo=UTC),
        source="SK contoh",
    )


def make_innovation(
    world: World,
    name: str = "SAPA MELATI",
    *,
    agency: Agency | None = None,
    state: str = Innovation.State.SUBMITTED,
) -> Submission:
    """Return the submission of a complete innovation of the ward (or another agency)."""
    agency = agency or world.ward
    innovation = Innovation.objects.create(
        region=agency.region,
        agency=agency,
        name=name,
        normalised_name=normalise_name(name),
        summary="Surat diantar ke rumah warga.",
        state=state,
        stage=Innovation.Stage.IMPLEMENTATION,
        initiator=Innovation.Initiator.AGENCY,
        initiator_name="Kelurahan",
        kind=Innovation.Kind.DIGITAL,
        form=Innovation.Form.PUBLIC_SERVICE,
        main_affair="Sosial",
        purpose="Tujuan.",
        benefit="Manfaat.",
        result="Hasil.",
        implemented_on=date(2024, 2, 5),
        design=" ".join(["kata"] * 320),
        design_words=320,
        created_by_key=SOMEONE_ELSE,
        created_at=AT,
        changed_at=AT,
    )
    Revision.objects.create(
        innovation=innovation,
        number=innovation.version,
        act="create",
        actor_key=SOMEONE_ELSE,
        role=Role.OPERATOR,
        at=AT,
        snapshot=take_snapshot(innovation),
    )
    return submission_for(innovation=innovation, edition_year=YEAR, at=AT)


def new_answer(submission: Submission, indicator: str = "16") -> Answer:
    """Return an answer that is not in the database yet."""
    return Answer(
        submission=submission,
        region_id=submission.innovation.region_id,
        edition_year=submission.edition_year,
        indicator=indicator,
        changed_at=AT,
    )


def fresh(answer: Answer) -> Answer:
    """Return an answer as the database holds it now."""
    return Answer.objects.select_related("submission__innovation", "region").get(pk=answer.pk)


def claimed(
    world: World,
    submission: Submission,
    indicator: str = "16",
    level: int = 2,
    *,
    seat: Seat | None = None,
) -> Answer:
    """Return an answer with a level claimed by the ward's operator (or another seat)."""
    return claim_level(
        seat=seat or world.seat(Role.OPERATOR),
        answer=new_answer(submission, indicator),
        claim=Claim(level=level),
        version=None,
        at=AT,
    )


def with_link(world: World, answer: Answer, link: str = "https://contoh.invalid/a") -> Answer:
    """Give an answer a link, by the ward's operator."""
    add_proof(seat=world.seat(Role.OPERATOR), answer=answer, link=link, at=AT)
    return fresh(answer)


def prepared(answer: Answer, name: str = "SK.pdf", content: bytes | None = None) -> Prepared:
    """Return an inspected upload for an answer; a PDF unless content is given."""
    upload = SimpleUploadedFile(name, content or makers.pdf())
    return prepare_upload(upload, allowed=allowed_kinds(answer), limit_bytes=10**7)


def with_file(
    world: World,
    answer: Answer,
    name: str = "SK.pdf",
    content: bytes | None = None,
    *,
    seat: Seat | None = None,
) -> Proof:
    """Give an answer a file, by the ward's operator (or another seat)."""
    return add_proof(
        seat=seat or world.seat(Role.OPERATOR),
        answer=answer,
        prepared=prepared(answer, name, content),
        at=AT,
    )


def decided(
    world: World,
    answer: Answer,
    verdict: Verdict,
    level: int | None = None,
    reason: str = "",
    *,
    seat: Seat | None = None,
) -> Answer:
    """Let the region's verifier (or another seat) decide."""
    return decide_level(
        seat=seat or world.seat(Role.VERIFIER),
        answer=answer,
        verdict=verdict,
        level=level,
        reason=reason,
        version=answer.version,
        at=AT,
    )
