"""The page of one innovation's proof, put together from rows that were read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.calendars.queries import Opening, opening_of
from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import (
    can_bring_answers,
    can_claim,
    can_pack,
    can_verify_region,
)
from prakarsa.evidence.queries import (
    AnswerRow,
    ChecklistLine,
    Points,
    RenewalLine,
    answers_of,
    checklist_in,
    duplicates_of,
    is_behind,
    is_with_verifier,
    points_in,
    renewals_in,
    words_of,
)
from prakarsa.evidence.showing.rows import Group, RowView, groups_by_state
from prakarsa.foundation.components import Chip
from prakarsa.foundation.writing import enumeration
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.parts import Part
from prakarsa.registry.permissions import can_submit, can_verify, can_withdraw
from prakarsa.registry.queries import submissions_of
from prakarsa.rules.index.edition import open_edition
from prakarsa.rules.working import Refusal

BY_NUMBER, COMPULSORY = "nomor", "wajib"


@dataclass(frozen=True)
class Sheet:
    """One innovation's proof for one seat at one moment; `order` is what the address asks for."""

    seat: Seat
    submission: Submission
    at: datetime
    order: str = ""

    @property
    def innovation(self) -> Innovation:
        """The innovation."""
        return self.submission.innovation

    @cached_property
    def rows(self) -> list[AnswerRow]:
        """Every indicator of the edition."""
        return answers_of(self.submission)

    @cached_property
    def points(self) -> Points:
        """The points in hundredths."""
        return points_in(self.rows, self.submission.edition_year)

    @property
    def figures(self) -> dict[str, Fraction]:
        """The points as numbers, for the large figure and the legend."""
        points = self.points
        return {
            "claimed": Fraction(points.claimed, 100),
            "supported": Fraction(points.supported, 100),
            "verified": Fraction(points.verified, 100),
            "maximum": Fraction(points.maximum, 100),
        }

    @cached_property
    def refusal(self) -> Refusal | None:
        """Why the edition cannot be scored, when its rulebook is incomplete."""
        edition = open_edition(self.submission.edition_year)
        return edition if isinstance(edition, Refusal) else None

    @cached_property
    def checklist(self) -> list[ChecklistLine]:
        """What is still missing."""
        return checklist_in(self.submission, self.rows)

    @cached_property
    def editions(self) -> list[Submission]:
        """The submissions of this innovation, newest first."""
        return list(submissions_of(self.innovation))

    @cached_property
    def verifies(self) -> bool:
        """Say whether this seat verifies here: then rows lead to where that is done."""
        return can_verify_region(self.seat, self.innovation.region_id)

    @cached_property
    def is_ready(self) -> bool:
        """Say whether this seat has only the innovation itself left to verify."""
        waits = any(row.answer.state == Answer.State.WAITING for row in self.rows)
        if waits or not self.is_newest:
            return False
        return can_verify(self.seat, self.innovation)

    @property
    def has_decided(self) -> bool:
        """Say whether any proof was accepted."""
        return any(row.answer.state == Answer.State.VERIFIED for row in self.rows)

    @property
    def may_pack(self) -> bool:
        """Say whether this seat may ask for an export pack."""
        return can_pack(self.seat) and not self.submission._state.adding

    @cached_property
    def may_claim(self) -> bool:
        """Say whether this seat may claim and give proof, the window aside."""
        return can_claim(self.seat, self.innovation)

    @cached_property
    def renewals(self) -> list[RenewalLine]:
        """What came along from the edition before and is not confirmed yet."""
        return renewals_in(self.submission, self.rows)

    @property
    def parts_to_renew(self) -> list[Part]:
        """The parts of the profile to look at again for this edition."""
        return [Part(name) for name in self.submission.to_renew if name in Part.values]

    @property
    def holding(self) -> list[RenewalLine]:
        """Those of the renewals that need no more than to be confirmed."""
        return [renewal for renewal in self.renewals if renewal.still_holds]

    @cached_property
    def may_withdraw(self) -> bool:
        """Say whether this seat may call the draft of this edition off."""
        return self.is_newest and can_withdraw(self.seat, self.innovation)

    @cached_property
    def is_behind(self) -> bool:
        """Say whether the answers of the edition before can follow now."""
        return can_bring_answers(self.seat, self.submission) and is_behind(self.submission)

    @cached_property
    def groups(self) -> list[Group]:
        """The rows in the order asked for."""
        renewed = {renewal.indicator.code: renewal for renewal in self.renewals}
        views = [RowView(row, renewed.get(row.indicator.code)) for row in self.rows]
        if self.order == BY_NUMBER:
            return [Group(_("Semua indikator"), views)]
        if self.order == COMPULSORY:
            return [Group(_("Indikator wajib"), [v for v in views if v.indicator.mandatory])]
        return groups_by_state(views, can_claim=self.may_claim)

    @property
    def chips(self) -> list[Chip]:
        """The three orders of the list."""
        compulsory = sum(1 for row in self.rows if row.indicator.mandatory)
        return [
            Chip(_("Menurut keadaan"), "?", is_current=self.order not in {BY_NUMBER, COMPULSORY}),
            Chip(_("Urut nomor"), f"?urut={BY_NUMBER}", is_current=self.order == BY_NUMBER),
            Chip(_("Wajib"), f"?urut={COMPULSORY}", compulsory, self.order == COMPULSORY),
        ]

    @cached_property
    def opening(self) -> Opening:
        """The window of the edition as this unit finds it."""
        return opening_of(
            region=self.innovation.region,
            agency=self.innovation.agency,
            edition_year=self.submission.edition_year,
            at=self.at,
        )

    @property
    def deadline(self) -> datetime | None:
        """The last moment of the window for this unit."""
        return self.opening.deadline

    @cached_property
    def closed_words(self) -> str:
        """When the window closed and who may reopen it; empty while it is open."""
        return words_of(self.opening, at=self.at)

    @cached_property
    def repeated(self) -> list[str]:
        """One sentence per file that stands in more than one place this seat sees."""
        return _repeated(self)

    @property
    def ready(self) -> list[AnswerRow]:
        """The drafts that a submission would hand to a verifier."""
        return [
            row
            for row in self.rows
            if row.answer.state == Answer.State.DRAFT and row.answer.claimed_level is not None
        ]

    @property
    def blocking(self) -> list[str]:
        """The compulsory indicators that came back and were not changed since."""
        return [
            row.indicator.code
            for row in self.rows
            if row.indicator.mandatory and row.answer.state == Answer.State.RETURNED
        ]

    @property
    def is_newest(self) -> bool:
        """Say whether the innovation's state is about this edition."""
        return not self.editions or self.editions[0].edition_year <= self.submission.edition_year

    @property
    def is_with_verifier(self) -> bool:
        """Say whether the verifiers have this report."""
        return is_with_verifier(self.submission, is_newest=self.is_newest)

    @property
    def submit_words(self) -> str:
        """The words of the submit button; empty when there is nothing to submit."""
        if self.closed_words:
            return ""
        if self.is_newest and can_submit(self.seat, self.innovation):
            is_again = self.innovation.state == Innovation.State.RETURNED
            return _("Ajukan kembali") if is_again else _("Ajukan")
        count = len(self.ready) if self.may_claim and self.is_with_verifier else 0
        text = ngettext("Ajukan %(count)s bukti", "Ajukan %(count)s bukti", count)
        return text % {"count": count} if count else ""


def _repeated(sheet: Sheet) -> list[str]:
    """Say of each file where else it stands.

    The same answer of the edition before is no other place: from there the file came along.
    """
    rows = {proof.pk: row for row in sheet.rows for proof in row.proofs}
    proofs = {proof.pk: proof for row in sheet.rows for proof in row.proofs}
    found = duplicates_of(sheet.seat, proofs.values())
    sentences: dict[str, str] = {}
    for pk, every in found.items():
        proof, row = proofs[pk], rows[pk]
        places = [place for place in every if not place.is_same_answer_as(row.answer)]
        if not places:
            continue
        here = _("No. %s") % row.indicator.code
        where = [here, *(place.words(sheet.submission) for place in places)]
        key = proof.file.sha256 if proof.file else ""
        sentences.setdefault(key, _sentence(proof.file.name if proof.file else "", where))
    return list(sentences.values())


def _sentence(name: str, where: list[str]) -> str:
    text = _("%(name)s dipakai pada %(where)s. Itu boleh bila isinya memang membuktikan keduanya.")
    return text % {"name": name, "where": enumeration(where)}
