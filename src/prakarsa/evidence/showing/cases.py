"""One answer with everything its page shows: claim, evidence, remarks and history side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.permissions import can_change, can_decide, own_agency_ids
from prakarsa.evidence.queries import (
    AnswerRow,
    HistoryLine,
    Record,
    closed_words,
    compared_count,
    complete_edition,
    duplicates_of,
    history_in,
    key_of,
    record_of,
    renewals_in,
)
from prakarsa.evidence.showing.rows import IMAGE_TYPES, RowView, icon_of, level_words
from prakarsa.evidence.supports import support_of
from prakarsa.foundation.writing import number, printed, sentence
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import LEVELS, Indicator


@dataclass(frozen=True, slots=True)
class Pick:
    """One level to choose, with its text and what it is worth."""

    level: int
    words: str
    points_hundredths: int
    is_claim: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One of the four values side by side."""

    label: str
    level: int | None


@dataclass(frozen=True, slots=True)
class BasisPick:
    """One of the alternative measures, with its printed bounds in one line."""

    code: str
    name: str
    bounds: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What our own check found in the evidence."""

    mark: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProofView:
    """One file or link with where else it stands."""

    proof: Proof
    elsewhere: list[str]

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return icon_of(self.proof)

    @property
    def is_image(self) -> bool:
        """Say whether a re-encoded picture of it can be shown."""
        return self.proof.file is not None and self.proof.file.media_type in IMAGE_TYPES

    @property
    def name(self) -> str:
        """The file's name, or the link."""
        return self.proof.file.name if self.proof.file else self.proof.link


@dataclass(frozen=True)
class Case:
    """An answer, saved or new, as one seat sees it at one moment."""

    seat: Seat
    answer: Answer
    at: datetime

    @cached_property
    def edition(self) -> Edition:
        """The edition of the rulebook; raises CannotAct when it is incomplete."""
        return complete_edition(self.answer.edition_year)

    @property
    def indicator(self) -> Indicator:
        """The indicator of the rulebook."""
        return self.edition.indicators[self.answer.indicator]

    @property
    def innovation(self) -> Innovation | None:
        """The innovation; a region's row has none."""
        return self.answer.submission.innovation if self.answer.submission else None

    @property
    def agency(self) -> Agency | None:
        """The unit; an innovation of the region as a whole and a region's row have none."""
        return self.innovation.agency if self.innovation else None

    @property
    def key(self) -> str:
        """The key in the address."""
        return key_of(self.answer)

    @cached_property
    def record(self) -> Record:
        """The ledger and all proofs, read once."""
        return record_of(self.answer)

    @cached_property
    def view(self) -> RowView:
        """The answer as a row, with proofs, last verdict, support and what to renew."""
        proofs = self.record.standing
        row = AnswerRow(
            self.indicator,
            self.answer,
            proofs=proofs,
            verdict=self.record.verdict,
            support=support_of(self.answer, proofs, self.edition),
        )
        submission = self.answer.submission
        renewals = renewals_in(submission, [row]) if submission else []
        return RowView(row, renewals[0] if renewals else None)

    @cached_property
    def proofs(self) -> list[ProofView]:
        """The files and links that stand, each with other places this seat sees."""
        proofs = self.view.row.proofs
        found = duplicates_of(self.seat, proofs)
        return [
            ProofView(
                proof,
                [place.words(self.answer.submission) for place in found.get(proof.pk, [])],
            )
            for proof in proofs
        ]

    @cached_property
    def history(self) -> list[HistoryLine]:
        """What happened, newest first."""
        return history_in(self.record)

    def picks(self, chosen: object) -> list[Pick]:
        """Return the levels to choose from; `chosen` is what the form holds."""
        return [
            Pick(
                level=level,
                words=level_words(self.indicator, level, self.answer.basis),
                points_hundredths=self.indicator.points_hundredths(level),
                is_claim=level == self.answer.claimed_level,
                is_chosen=str(level) == str(chosen),
            )
            for level in LEVELS
        ]

    @property
    def values(self) -> list[Value]:
        """The four values, none of which overwrites another."""
        answer = self.answer
        return [
            Value(_("Klaim"), answer.claimed_level),
            Value(_("Didukung bukti"), answer.supported_level),
            Value(_("Verifikasi"), answer.verified_level),
            Value(_("Kementerian"), answer.final_level),
        ]

    @property
    def bound_lines(self) -> list[Pick]:
        """The printed bounds of a numeric row, level by level."""
        points = self.indicator.points_hundredths
        return [
            Pick(level, printed(text), points(level), is_claim=False, is_chosen=False)
            for level, text in enumerate(self.indicator.levels, start=1)
        ]

    def basis_picks(self, chosen: object) -> list[BasisPick]:
        """Return the alternative measures of an indicator; exactly one is chosen."""
        picks = []
        for basis in self.indicator.bases:
            texts = [f"{level}: {printed(text)}" for level, text in enumerate(basis.levels, 1)]
            bounds = " · ".join(texts)
            picks.append(BasisPick(basis.code, basis.name, bounds, basis.code == chosen))
        return picks

    @cached_property
    def may_change(self) -> bool:
        """Say whether this seat may change claim and proof, the window aside."""
        return can_change(self.seat, self.answer)

    @cached_property
    def may_decide(self) -> bool:
        """Say whether this seat may decide on the answer."""
        return can_decide(self.seat, self.answer, own=self.own_agency_ids)

    @cached_property
    def own_agency_ids(self) -> frozenset[int]:
        """The units of the person who looks, whose proof they do not judge."""
        return own_agency_ids(self.seat, self.answer.edition_year)

    @cached_property
    def closed_words(self) -> str:
        """When the window closed and who may reopen it; empty while it is open."""
        return closed_words(self.answer.region, self.agency, self.answer.edition_year, at=self.at)

    @property
    def claim_details(self) -> list[str]:
        """What else was claimed: the scale, and the year of the evidence."""
        scales = {scale.code: scale.name for scale in self.indicator.scales}
        details = [scales[self.answer.scale]] if self.answer.scale in scales else []
        if self.answer.evidence_year:
            details.append(_("bukti tahun %s") % self.answer.evidence_year)
        return details

    @property
    def findings(self) -> list[Finding]:
        """Return what our own check found: why the evidence falls short, then what to look at."""
        support = self.view.row.support
        found = []
        if support is not None:
            found += [Finding("bad", sentence(reason.message)) for reason in support.reasons]
            found += [Finding("look", sentence(remark.message)) for remark in support.remarks]
            if not support.reasons:
                found.append(Finding("ok", _("Bukti mendukung tingkat yang diklaim")))
        return found + self._repeats()

    def _repeats(self) -> list[Finding]:
        files = [view for view in self.proofs if view.proof.file is not None]
        repeated = [
            Finding(
                "look", _("%s juga dipakai di tempat lain") % view.name, "; ".join(view.elsewhere)
            )
            for view in files
            if view.elsewhere
        ]
        if repeated or not files:
            return repeated
        count = compared_count(self.seat)
        text = ngettext(
            "Dibandingkan dengan %(count)s berkas.", "Dibandingkan dengan %(count)s berkas.", count
        ) % {"count": number(count)}
        return [Finding("ok", _("Berkas ini tidak dipakai di tempat lain"), text)]
