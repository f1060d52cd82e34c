"""What the doctor asks of the outbox: mails leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice
from prakarsa.foundation.writing import moment
from prakarsa.notices.models import Mail

# The waits between the tries of one mail add up to less than half a day.
LONGEST_WAIT, RECENT = timedelta(hours=24), timedelta(days=2)


@checkup(
    "notices.outbox",
    label=gettext_lazy("Surel keluar"),
    proves=gettext_lazy("Surel terkirim; tidak ada yang tertahan."),
)
def examine_outbox(examination: Examination) -> Iterator[Finding]:
    """Look at the oldest mail that waits, and at those that were given up."""
    waiting = Mail.objects.filter(state=Mail.State.WAITING).order_by("created_at")
    oldest = waiting.values_list("created_at", flat=True).first()
    if oldest and examination.at - oldest > LONGEST_WAIT:
        words = {"count": waiting.count(), "since": moment(oldest)}
        what = _("%(count)d surel tertahan, yang tertua sejak %(since)s.") % words
        yield fault(what, _("Periksa worker dan peladen surel (PRAKARSA_MAIL_HOST)."))
    failed = Mail.objects.filter(
        state=Mail.State.FAILED, created_at__gt=examination.at - RECENT
    ).count()
    if failed:
        what = _("%d surel tidak dapat dikirim dalam dua hari terakhir.") % failed
        yield notice(what, _("Lihat sebabnya di halaman surel keluar."))
