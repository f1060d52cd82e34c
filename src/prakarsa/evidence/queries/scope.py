"""Which answers and proofs a seat reaches, and one of them by its key."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404

from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.permissions import can_read
from prakarsa.files.models import StoredFile
from prakarsa.foundation.privacy import DataClass
from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import Reach
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.queries import edition_year_of, innovation_for, submissions_of
from prakarsa.rules.index.edition import Edition, known_years, open_edition


def visible_submissions(seat: Seat) -> QuerySet[Submission]:
    """Return the submissions whose proof a seat may see: its region's, or its units'.

    A draft of a later edition that was called off is none.
    """
    rows = Submission.objects.filter(withdrawn_at=None)
    return rows.filter(_innovations(seat, "innovation__"))


def packable_submissions(seat: Seat, edition_year: int) -> QuerySet[Submission]:
    """Return the submissions of an edition a seat sees, in order of name."""
    rows = visible_submissions(seat).filter(edition_year=edition_year)
    return rows.select_related("innovation__agency", "innovation__region").order_by(
        "innovation__name", "pk"
    )


def submissions_in(region: Region, edition_year: int) -> QuerySet[Submission]:
    """Return a region's submissions of an edition with all their answers."""
    rows = Submission.objects.filter(
        innovation__region=region, edition_year=edition_year, withdrawn_at=None
    )
    return rows.select_related("innovation__agency", "innovation__region").prefetch_related(
        "answers"
    )


def row_answers(region: Region, edition_year: int) -> dict[str, Answer]:
    """Return the saved answers of a region's own rows by indicator."""
    rows = Answer.objects.filter(region=region, submission=None, edition_year=edition_year)
    return {answer.indicator: answer for answer in rows}


def visible_answers(seat: Seat) -> QuerySet[Answer]:
    """Return the answers a seat may see; rows of the region only with the reach of a region."""
    own = _innovations(seat, "submission__innovation__")
    if seat.reach(DataClass.INTERNAL) is Reach.REGION and seat.region is not None:
        own |= Q(submission=None, region=seat.region)
    return Answer.objects.filter(own)


def visible_proofs(seat: Seat) -> QuerySet[Proof]:
    """Return the proofs under visible answers, also those taken away."""
    return Proof.objects.filter(answer__in=visible_answers(seat)).select_related("file")


def proof_for(seat: Seat, key: str) -> Proof:
    """Return one visible proof; another unit's is the same Http404 as a missing one."""
    proof = visible_proofs(seat).filter(key=key).first()
    if proof is None:
        raise Http404
    return proof


def source_for(seat: Seat, key: str) -> StoredFile:
    """Return a table the person uploaded for this region; others' are the same Http404."""
    rows = StoredFile.objects.filter(purpose=StoredFile.Purpose.SOURCE, region=seat.region)
    stored = rows.filter(key=key, owner=seat.person).first() if seat.person else None
    if stored is None:
        raise Http404
    return stored


def submission_of(seat: Seat, key: str, *, at: datetime) -> Submission:
    """Return a submission by its key, or the newest of an innovation by that one's key.

    An innovation that has none yet gets one that is not in the database. Raises Http404.
    """
    innovation_key, _dash, year = key.partition("-")
    innovation = innovation_for(seat, innovation_key)
    if not can_read(seat, innovation):
        raise Http404
    rows = submissions_of(innovation).select_related("carried_from")
    found = rows.filter(key=key).first() if year else rows.first()
    if found is None:
        found = _new_submission(innovation, at)
        if year and found.key != key:
            raise Http404
    found.innovation = innovation
    return found


def answer_for(seat: Seat, key: str, indicator: str, *, at: datetime) -> Answer:
    """Return an answer, saved or new, by the key of its submission or region and its indicator.

    A region's rows have the key `35.73-2026`. Raises Http404 out of scope as for a missing one,
    and where the edition's rulebook is incomplete.
    """
    if "." in key:
        return _region_answer(seat, key, indicator)
    submission = submission_of(seat, key, at=at)
    edition = open_edition(submission.edition_year)
    if not isinstance(edition, Edition) or indicator not in {row.code for row in edition.sid}:
        raise Http404
    found = None
    if not submission._state.adding:
        # All of them: the page shows what else stands beside this one.
        prefetch_related_objects([submission], "answers")
        answers = submission.answers.all()
        found = next((each for each in answers if each.indicator == indicator), None)
    found = found or new_answer(submission, indicator)
    found.submission = submission
    found.region = submission.innovation.region
    return found


def key_of(answer: Answer) -> str:
    """Return what stands for an answer's owner in addresses; the counterpart of `answer_for`."""
    if answer.submission is None:
        return f"{answer.region_id}-{answer.edition_year}"
    return answer.submission.key


def new_answer(submission: Submission, indicator: str) -> Answer:
    """Return an empty answer of an innovation that is not in the database."""
    return Answer(
        submission=submission,
        region=submission.innovation.region,
        edition_year=submission.edition_year,
        indicator=indicator,
    )


def row_answer(region: Region, edition_year: int, indicator: str) -> Answer:
    """Return the answer of a region's own row, saved or new."""
    place = {"region": region, "edition_year": edition_year, "indicator": indicator}
    found = Answer.objects.filter(submission=None, **place).first() or Answer(**place)
    found.region = region
    return found


def _region_answer(seat: Seat, key: str, indicator: str) -> Answer:
    code, _dash, year = key.partition("-")
    may_read = seat.reach(DataClass.INTERNAL) is Reach.REGION
    if not may_read or seat.region is None or seat.region.pk != code:
        raise Http404
    # Compared as text: "²" and a thousand digits count as digits too, but not as a number.
    edition = next((open_edition(known) for known in known_years() if str(known) == year), None)
    if not isinstance(edition, Edition) or indicator not in {row.code for row in edition.spd}:
        raise Http404
    return row_answer(seat.region, edition.year, indicator)


def _new_submission(innovation: Innovation, at: datetime) -> Submission:
    year = edition_year_of(innovation, at=at)
    return Submission(
        key=f"{innovation.key}-{year}", innovation=innovation, edition_year=year, created_at=at
    )


def _innovations(seat: Seat, path: str) -> Q:
    reach = seat.reach(DataClass.INTERNAL)
    if reach is Reach.REGION and seat.region is not None:
        return Q(**{f"{path}region": seat.region})
    if reach is Reach.AGENCY:
        return Q(**{f"{path}agency_id__in": seat.agency_ids})
    return Q(pk__in=())
