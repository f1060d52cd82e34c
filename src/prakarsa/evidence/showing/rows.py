"""How one answer stands on a page: its words, its mark, and the group it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries import AnswerRow, RenewalLine
from prakarsa.formats.kinds import IMAGES, MEDIA_TYPES
from prakarsa.foundation.writing import number, printed, sentence
from prakarsa.rules.index.indicator import Indicator

State = Answer.State
IMAGE_TYPES = frozenset(MEDIA_TYPES[kind] for kind in IMAGES)
_RANK = {State.RETURNED: 0, State.DRAFT: 1, State.EMPTY: 2}


def level_words(indicator: Indicator, level: int, basis: str = "") -> str:
    """Return the guideline's text of a level; level 0 has none."""
    texts = indicator.basis(basis).levels if basis else indicator.levels
    return printed(texts[level - 1]) if level else _("Belum terbukti")


@dataclass(frozen=True)
class RowView:
    """One answer as a row of the list; `renewal` while it came along and is not confirmed."""

    row: AnswerRow
    renewal: RenewalLine | None = None

    @property
    def answer(self) -> Answer:
        """The answer, perhaps not in the database."""
        return self.row.answer

    @property
    def indicator(self) -> Indicator:
        """The indicator of the rulebook."""
        return self.row.indicator

    @property
    def is_done(self) -> bool:
        """Say whether the answer is decided and accepted."""
        return self.answer.state == State.VERIFIED

    @property
    def is_submitted(self) -> bool:
        """Say whether a verifier has it, or had it."""
        return self.answer.state in {State.WAITING, State.RETURNED, State.VERIFIED}

    @property
    def is_cut(self) -> bool:
        """Say whether another level than the claim was accepted."""
        return self.is_done and self.answer.verified_level != self.answer.claimed_level

    @property
    def is_short(self) -> bool:
        """Say whether the evidence supports less than the claim."""
        return (self.answer.supported_level or 0) < (self.answer.claimed_level or 0)

    @property
    def points_hundredths(self) -> int:
        """The points the row counts for: verified when decided, else claimed."""
        answer = self.answer
        return (
            answer.verified_points_hundredths if self.is_done else answer.claimed_points_hundredths
        )

    @property
    def claim_words(self) -> str:
        """What is claimed, in the guideline's words."""
        level = self.answer.claimed_level
        if level is None:
            return _("Pilih tingkat dan unggah bukti")
        values = {"level": level, "verified": self.answer.verified_level, "text": self._what(level)}
        if self.is_cut:
            return _("Klaim tingkat %(level)s (%(text)s), terverifikasi tingkat %(verified)s") % (
                values
            )
        return _("Tingkat %(level)s: %(text)s") % values

    def _what(self, level: int) -> str:
        basis, counted = self.answer.basis, self.answer.number
        if counted is None:
            return level_words(self.indicator, level, basis)
        rule = self.indicator.numeric
        unit = self.indicator.basis(basis).name if basis else rule.unit if rule else ""
        return f"{number(counted.normalize())} {unit}".strip()

    @cached_property
    def mark(self) -> tuple[str, str]:
        """The kind and the words of the status."""
        if self.renewal is not None:
            return "look", renewal_words(self.renewal)
        if self.answer.state == State.DRAFT:
            return self._draft_mark()
        kinds = {State.EMPTY: "draft", State.WAITING: "wait", State.RETURNED: "bad"}
        return kinds.get(State(self.answer.state), "ok"), self.answer.get_state_display()

    def _draft_mark(self) -> tuple[str, str]:
        if self.answer.claimed_level is None:
            has_number = self.indicator.numeric is not None or bool(self.indicator.bases)
            return "look", _("Angka belum diisi") if has_number else _("Tingkat belum dipilih")
        return ("look", _("Bukti kurang")) if self.is_short else ("draft", _("Siap diajukan"))

    @property
    def remark(self) -> str:
        """What to renew, else the verifier's reason, else why the evidence falls short."""
        if self.renewal is not None:
            return "" if self.renewal.still_holds else self.renewal.words
        if self.row.reason:
            return self.row.reason
        if self.is_done or self.row.support is None or not self.row.proofs:
            return ""
        return " ".join(sentence(reason.message) for reason in self.row.support.reasons)

    @property
    def file_words(self) -> str:
        """The one file's name, else how many files, pictures and links there are."""
        return name_files(self.row.proofs)

    @property
    def file_icon(self) -> str:
        """The icon of the first file or link."""
        return icon_of(self.row.proofs[0]) if self.row.proofs else ""


def renewal_words(renewal: RenewalLine) -> str:
    """Return the mark of an answer that came along: to be looked at, or to be made new."""
    return _("Perlu dikonfirmasi") if renewal.still_holds else _("Perlu diperbarui")


def icon_of(proof: Proof) -> str:
    """Return the icon of a file or link."""
    if proof.file is None:
        return "link"
    if proof.file.media_type in IMAGE_TYPES:
        return "photo"
    return "video" if proof.file.media_type.startswith("video/") else "file-text"


def name_files(proofs: Sequence[Proof]) -> str:
    """Return the name of a single file, else the counts."""
    if len(proofs) == 1 and proofs[0].file is not None:
        return proofs[0].file.name
    links = sum(1 for proof in proofs if proof.file is None)
    images = sum(1 for proof in proofs if icon_of(proof) == "photo")
    files = len(proofs) - links - images
    parts = [
        ngettext("%(count)s berkas", "%(count)s berkas", files) % {"count": files},
        ngettext("%(count)s gambar", "%(count)s gambar", images) % {"count": images},
        ngettext("%(count)s tautan", "%(count)s tautan", links) % {"count": links},
    ]
    counts = (files, images, links)
    return ", ".join(part for part, count in zip(parts, counts, strict=True) if count)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    title: str
    rows: list[RowView]


def groups_by_state(rows: Iterable[RowView], *, can_claim: bool) -> list[Group]:
    """Return what needs doing, what waits and what is decided; empty groups are left out."""
    rows = list(rows)
    todo = [row for row in rows if row.answer.state in _RANK]
    todo.sort(key=_urgency)
    waiting = [row for row in rows if row.answer.state == State.WAITING]
    done = [row for row in rows if row.is_done]
    first = _("Perlu tindakan Anda") if can_claim else _("Belum diajukan")
    groups = [
        Group(first, todo),
        Group(_("Menunggu verifikasi"), waiting),
        Group(_("Terverifikasi"), done),
    ]
    return [group for group in groups if group.rows]


def _urgency(row: RowView) -> tuple[int, bool, int]:
    rank = _RANK[State(row.answer.state)]
    return rank, not row.indicator.mandatory, -row.indicator.weight_hundredths
