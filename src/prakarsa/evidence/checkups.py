"""What the doctor asks of the levels: columns say what the ledger says, states and sums fit."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.evidence.sums import count_untrue_sums
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault
from prakarsa.foundation.guards import missing_guards

SQLITE_GUARDS = (
    "evidence_ledger_no_update", "evidence_ledger_no_delete", "evidence_ledger_follows",
    "evidence_ledger_no_replace", "evidence_answer_empty", "evidence_answer_no_replace",
    "evidence_answer_same_row", *(f"evidence_answer_{kind}" for kind in LevelEntry.Kind.values),
)  # fmt: skip
POSTGRES_GUARDS = (
    "evidence_ledger_fixed", "evidence_ledger_follows", "evidence_ledger_kept",
    "evidence_answer_empty", "evidence_answer_true", "evidence_answer_same_row",
)  # fmt: skip
SQLITE_KEEPERS = tuple(f"evidence_sums_{event}" for event in ("insert", "update", "move", "delete"))
POSTGRES_KEEPERS = ("evidence_sums_kept",)


@checkup(
    "evidence.levels",
    label=gettext_lazy("Tingkat dan buku besarnya"),
    proves=gettext_lazy("Setiap tingkat sama dengan catatan terakhirnya."),
)
def examine_levels(_examination: Examination) -> Iterator[Finding]:
    """Compare each level column with the newest entry of its kind, and each state with both."""
    remedy = _("Jangan ubah apa pun. Bandingkan dengan cadangan dan jejak audit.")
    for kind in LevelEntry.Kind.values:
        if count := unlike_ledger(kind).count():
            words = {"count": count, "kind": kind}
            yield fault(_("%(count)d tingkat (%(kind)s) berbeda dari buku besar.") % words, remedy)
    if count := Answer.objects.filter(half_states()).count():
        yield fault(_("%d jawaban berada dalam keadaan setengah jadi.") % count, remedy)
    yield from _missing(sqlite=SQLITE_GUARDS, postgres=POSTGRES_GUARDS)


@checkup(
    "evidence.sums",
    label=gettext_lazy("Jumlah nilai jawaban"),
    proves=gettext_lazy("Jumlah nilai setiap inovasi sama dengan jawabannya."),
)
def examine_sums(_examination: Examination) -> Iterator[Finding]:
    """Compare what the database adds up by itself with the answers, and look for its triggers."""
    if count := count_untrue_sums():
        what = _("%d jumlah nilai berbeda dari jawabannya.") % count
        yield fault(what, _("Jangan ubah apa pun. Bandingkan dengan cadangan dan jejak audit."))
    yield from _missing(sqlite=SQLITE_KEEPERS, postgres=POSTGRES_KEEPERS)


def _missing(*, sqlite: tuple[str, ...], postgres: tuple[str, ...]) -> Iterator[Finding]:
    for name in missing_guards(sqlite=sqlite, postgres=postgres):
        what = _("Pengaman %s tidak ada atau dimatikan.") % name
        yield fault(what, _("Jalankan prakarsa migrate, lalu cari siapa yang mematikannya."))


def unlike_ledger(kind: str) -> QuerySet[Answer]:
    """Return the answers whose level is not what the newest entry of its kind says."""
    entries = LevelEntry.objects.filter(answer=OuterRef("pk"), kind=kind).order_by("-pk")
    rows = Answer.objects.annotate(newest=Subquery(entries.values("level_after")[:1]))
    column = f"{kind}_level"
    one_is_empty = Q(newest__isnull=True, **{f"{column}__isnull": False}) | Q(
        newest__isnull=False, **{f"{column}__isnull": True}
    )
    return rows.filter(one_is_empty | ~Q(newest=F(column)))


def half_states() -> Q:
    """Return the filter for answers whose state does not fit what else they say."""
    waits = Q(state=Answer.State.WAITING)
    has_moment = Q(waiting_since__isnull=False)
    is_verified, has_level = Q(state=Answer.State.VERIFIED), Q(verified_level__isnull=False)
    return (waits & ~has_moment) | (~waits & has_moment) | (is_verified & ~has_level)
