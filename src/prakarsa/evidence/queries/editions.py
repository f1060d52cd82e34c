"""What an edition's rulebook asks of an answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from prakarsa.evidence.models import Answer
from prakarsa.evidence.refusals import CannotAct
from prakarsa.formats.kinds import EXTENSIONS, Kind
from prakarsa.rules.evidence import accepts_link
from prakarsa.rules.index.edition import Edition, open_edition
from prakarsa.rules.index.indicator import Indicator
from prakarsa.rules.working import Refusal


def complete_edition(year: int) -> Edition:
    """Return a complete edition; raise CannotAct with the rulebook's own reason otherwise."""
    edition = open_edition(year)
    if isinstance(edition, Refusal):
        raise CannotAct(str(edition.reason))
    return edition


def indicator_of(answer: Answer) -> Indicator:
    """Return the indicator an answer answers; raise CannotAct where the edition is incomplete."""
    return complete_edition(answer.edition_year).indicators[answer.indicator]


def allowed_kinds(answer: Answer) -> frozenset[Kind]:
    """Return the kinds of file an indicator takes; where the rule names none, documents."""
    names = indicator_of(answer).file_types
    return frozenset(EXTENSIONS[name] for name in names if name in EXTENSIONS) or frozenset(
        {Kind.PDF}
    )


def nothing_words(answer: Answer) -> str:
    """Return what to give an answer: a file, or a link where the rule counts one."""
    if accepts_link(indicator_of(answer)):
        return _("Pilih satu berkas atau isi satu tautan.")
    return _("Pilih satu berkas. Tautan tidak dihitung untuk indikator ini.")
