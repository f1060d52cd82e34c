"""A region with 250 innovations of 20 proofs each, on a database of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

from prakarsa.audit.actors import system_actor
from prakarsa.evidence.actions import AnswerHistory, load_answers
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.organisations.models import Agency, Membership, Region
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.index.edition import require_edition

AT = datetime(2026, 7, 14, 2, 0, tzinfo=UTC)
INNOVATIONS, AGENCIES, YEAR = 250, 46, 2026


def make_region() -> Region:
    """Make the region, its agencies, people, innovations, answers and proofs."""
    region = Region.objects.create(
        code="99.01", name="Kota Ukur", slug="kota-ukur", kind="kota", zone="Asia/Jakarta",
        is_example=True,
    )  # fmt: skip
    agencies = Agency.objects.bulk_create(
        Agency(region=region, name=f"Unit {place}", normalised_name=f"unit {place}", kind="opd")
        for place in range(AGENCIES)
    )
    make_people(region, agencies[0])
    affairs = require_edition(YEAR).basic_affairs
    innovations = Innovation.objects.bulk_create(
        Innovation(
            region=region, agency=agencies[place % AGENCIES], name=f"INOVASI {place:03d}",
            normalised_name=f"inovasi {place:03d}", state="published", kind="digital",
            form="public_service", main_affair=affairs[place % 6], summary="Ringkasan contoh.",
            implemented_on=date(2025, 1 + place % 12, 1), design_words=320, created_by_key="x",
            created_at=AT, changed_at=AT, submitted_at=AT, verified_at=AT, published_at=AT,
        )
        for place in range(INNOVATIONS)
    )  # fmt: skip
    submissions = Submission.objects.bulk_create(
        Submission(
            key=f"{each.key}-{YEAR}", innovation=each, edition_year=YEAR, created_at=AT,
            submitted_at=AT, verified_at=AT,
        )
        for each in innovations
    )  # fmt: skip
    load_answers(actor=system_actor("bench"), region=region, at=AT, histories=[
        history for each in submissions for history in histories_of(each, region)
    ])  # fmt: skip
    return region


def make_people(region: Region, agency: Agency) -> None:
    """Make a secretary of innovation and an operator, addressed by role."""
    from prakarsa.accounts.models import Person

    for role in (Role.SECRETARIAT, Role.OPERATOR):
        person = Person.objects.create(
            email=f"{role.value}@ukur.invalid", name=role.value, created_at=AT, is_example=True
        )
        own = agency if role is Role.OPERATOR else None
        Membership.objects.create(
            person=person, role=role, region=region, agency=own, valid_from=date(2020, 1, 1)
        )


def histories_of(submission: Submission, region: Region) -> list[AnswerHistory]:
    """Return twenty verified answers with one link each."""
    kinds = (LevelEntry.Kind.CLAIMED, LevelEntry.Kind.SUPPORTED, LevelEntry.Kind.VERIFIED)
    return [
        AnswerHistory(
            Answer(
                region=region, edition_year=YEAR, submission=submission, indicator=row.code,
                state=Answer.State.VERIFIED, changed_at=AT,
            ),
            [
                LevelEntry(kind=kind, level_after=2, reason="x", actor_key="x", role="x", at=AT)
                for kind in kinds
            ],
            [Proof(link="https://contoh.invalid/bukti", added_by_key="x", added_at=AT)],
        )
        for row in require_edition(YEAR).sid
    ]  # fmt: skip
