"""What to tell whoever was too late, or tried what is not ready: one sentence per refusal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from prakarsa.foundation.writing import ago
from prakarsa.registry.actions import (
    NameTaken,
    NotLater,
    NotReady,
    ReportingClosed,
    StaleInnovation,
)
from prakarsa.registry.queries.conflicts import conflict_of

REFUSALS = (NameTaken, NotLater, NotReady, ReportingClosed, StaleInnovation)


def explain(refusal: Exception) -> str:
    """Return the sentence for why an act on an innovation was not done."""
    if isinstance(refusal, StaleInnovation):
        conflict = conflict_of(refusal.latest, {})
        words = {"who": conflict.who, "when": ago(conflict.at)}
        return _("%(who)s mengubah catatan ini %(when)s. Periksa dulu, lalu ulangi.") % words
    if isinstance(refusal, ReportingClosed):
        text = _("Masa pelaporan edisi %s belum dibuka atau sudah ditutup.")
        return text % refusal.edition_year
    if isinstance(refusal, NotLater):
        text = _("Inovasi ini sudah berada di edisi %s atau sesudahnya.")
        return text % refusal.edition_year
    if isinstance(refusal, NameTaken):
        text = _("Unit ini sudah mencatat inovasi bernama '%s'.")
        return text % refusal.existing.name
    return _("Belum dapat diajukan: masih ada yang perlu dilengkapi.")
