"""Who may claim, decide and record: small predicates over a seat and an answer."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.foundation.privacy import DataClass
from prakarsa.organisations.models import Membership, Region
from prakarsa.organisations.roles import Reach, Role
from prakarsa.organisations.seats import Seat, agencies_and_below
from prakarsa.registry.models import Innovation, Revision, Submission
from prakarsa.registry.permissions import can_submit
from prakarsa.registry.states import Act

# Whoever did one of these had a hand in the innovation; the queue leaves it out as well.
WRITING_ACTS = (Act.CREATE, Act.CHANGE, Act.SUBMIT, Act.CARRY_OVER)
# Who may claim, give proof and hand it in, as far as the role tells.
CLAIMERS = (Role.OPERATOR, Role.EMPLOYEE, Role.SECRETARIAT)
PACKERS = (
    Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD, Role.SECRETARIAT, Role.VERIFIER,
)  # fmt: skip


def can_read(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may see the proof of an innovation."""
    reach = seat.reach(DataClass.INTERNAL)
    if seat.region is None or seat.region.pk != innovation.region_id:
        return False
    return reach is Reach.REGION or (
        reach is Reach.AGENCY and innovation.agency_id in seat.agency_ids
    )


def can_claim(seat: Seat, innovation: Innovation) -> bool:
    """Say whether a seat may claim levels and give proof: the unit's operators, and innovators
    for what they recorded themselves.

    An innovation of the region as a whole has no unit; there the secretariat does it.
    """
    if innovation.state == Innovation.State.RETIRED or not can_read(seat, innovation):
        return False
    if innovation.agency_id is None:
        return seat.role is Role.SECRETARIAT
    is_own = seat.role is Role.EMPLOYEE and innovation.created_by_key == seat.actor.key
    return seat.role is Role.OPERATOR or is_own


def can_change(seat: Seat, answer: Answer) -> bool:
    """Say whether a seat may change the claim and proof of an answer."""
    if answer.submission is None:
        return can_claim_rows(seat, answer.region)
    return can_claim(seat, answer.submission.innovation)


def can_bring_answers(seat: Seat, submission: Submission) -> bool:
    """Say whether a seat may let the answers follow a carried profile that is not submitted."""
    innovation = submission.innovation
    is_draft = innovation.state == Innovation.State.DRAFT and submission.submitted_at is None
    is_carried = submission.carried_from_id is not None and submission.withdrawn_at is None
    return is_draft and is_carried and can_submit(seat, innovation)


def can_claim_rows(seat: Seat, region: Region) -> bool:
    """Say whether a seat may fill in the region's own rows (SPD)."""
    return seat.role is Role.SECRETARIAT and seat.region is not None and seat.region == region


def can_record_final(seat: Seat, region_code: str) -> bool:
    """Say whether a seat may record what the ministry decided."""
    return (
        seat.role is Role.SECRETARIAT and seat.region is not None and seat.region.pk == region_code
    )


def can_record_finals(seat: Seat) -> bool:
    """Say whether a seat may import the ministry's final levels of its own region."""
    return seat.region is not None and can_record_final(seat, seat.region.pk)


def can_pack(seat: Seat) -> bool:
    """Say whether a seat may ask for an export pack of the proof it sees."""
    return seat.role in PACKERS and seat.membership is not None


def can_verify_region(seat: Seat, region_code: str) -> bool:
    """Say whether a seat verifies proof of a region at all."""
    return seat.role is Role.VERIFIER and seat.region is not None and seat.region.pk == region_code


def can_decide(seat: Seat, answer: Answer, *, own: frozenset[int] | None = None) -> bool:
    """Say whether a seat may decide on an answer: never on what the same person proposed.

    `own` are the person's units for the edition, where they were read already.
    """
    return can_verify_region(seat, answer.region_id) and not is_conflicted(seat, answer, own=own)


def is_conflicted(seat: Seat, answer: Answer, *, own: frozenset[int] | None = None) -> bool:
    """Say whether the person behind a seat belongs to the unit or had a hand in the answer."""
    if has_had_a_hand(seat, answer):
        return True
    if answer.submission is None:
        return False
    units = own_agency_ids(seat, answer.edition_year) if own is None else own
    return answer.submission.innovation.agency_id in units


def has_had_a_hand(seat: Seat, answer: Answer) -> bool:
    """Say whether the person claimed a level, gave a proof or wrote the innovation, in any role."""
    if not answer._state.adding:
        return Answer.objects.filter(had_a_hand(seat), pk=answer.pk).exists()
    if answer.submission is None:
        return False
    wrote = answer.submission.innovation.revisions.filter(
        actor_key=seat.actor.key, act__in=WRITING_ACTS
    )
    return wrote.exists()


def had_a_hand(seat: Seat) -> Q:
    """Return the filter for answers that the person behind a seat had a hand in, in any role.

    What one person did is read once, not looked for under each answer of a long queue.
    """
    claimed, gave, wrote = _doings(seat)
    written = Submission.objects.filter(innovation__in=wrote.values("innovation"))
    return (
        Q(pk__in=claimed.values("answer"))
        | Q(pk__in=gave.values("answer"))
        | Q(submission__in=written.values("pk"))
    )


def had_a_hand_in_any(seat: Seat) -> Q:
    """Return the filter for submissions of which the person had a hand in any answer."""
    claimed, gave, wrote = _doings(seat)
    own = Q(answer__submission__isnull=False)
    return (
        Q(pk__in=claimed.filter(own).values("answer__submission"))
        | Q(pk__in=gave.filter(own).values("answer__submission"))
        | Q(innovation__in=wrote.values("innovation"))
    )


def _doings(seat: Seat) -> tuple[QuerySet[LevelEntry], QuerySet[Proof], QuerySet[Revision]]:
    """Return what the person behind a seat claimed, gave and wrote."""
    key = seat.actor.key
    return (
        LevelEntry.objects.filter(kind=LevelEntry.Kind.CLAIMED, actor_key=key),
        Proof.objects.filter(added_by_key=key),
        Revision.objects.filter(actor_key=key, act__in=WRITING_ACTS),
    )


def own_agency_ids(seat: Seat, edition_year: int) -> frozenset[int]:
    """Return the units a person belonged to on any day since the year of the edition began.

    Units below and before them are included; leaving a unit does not clear the way to judge it.
    """
    lasted = Q(valid_until__isnull=True) | Q(valid_until__gt=date(edition_year, 1, 1))
    memberships = Membership.objects.filter(lasted, person=seat.person, agency__isnull=False)
    own = memberships.values_list("agency_id", flat=True)
    return agencies_and_below(pk for pk in own if pk is not None)
