"""What the doctor asks of the queue: somebody works on it, and nothing hangs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice
from prakarsa.jobs.leases import DAILY
from prakarsa.jobs.models import Job
from prakarsa.jobs.queries import abandoned, overdue

SHOWN = 5
RECENT = timedelta(days=2)


@checkup(
    "jobs.leases",
    label=gettext_lazy("Pekerjaan"),
    proves=gettext_lazy("Ada worker, dan tidak ada pekerjaan yang tergantung."),
)
def examine_leases(examination: Examination) -> Iterator[Finding]:
    """Name work whose worker is gone, work nobody takes, and daily work that failed."""
    remedy = _("Jalankan worker: systemctl status prakarsa-worker.")
    for job in abandoned(at=examination.at)[:SHOWN]:
        words = {"key": job.key, "kind": job.kind}
        yield fault(_("Pekerjaan %(key)s (%(kind)s) ditinggal workernya.") % words, remedy)
    if waiting := overdue(at=examination.at).count():
        yield fault(_("%d pekerjaan menunggu terlalu lama.") % waiting, remedy)
    failed = Job.objects.filter(
        state=Job.State.FAILED,
        idempotency_key__startswith=DAILY,
        finished_at__gt=examination.at - RECENT,
    )
    for job in failed[:SHOWN]:
        words = {"kind": job.kind, "problem": job.problem}
        what = _("Pekerjaan harian %(kind)s gagal: %(problem)s") % words
        yield notice(what, _("Cari kode itu dalam log."))
