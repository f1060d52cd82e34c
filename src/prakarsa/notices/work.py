"""Jobs of this package: send a mail, post the daily summaries, tell of finished jobs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from prakarsa.jobs.kinds import daily_kind, job_kind, label_of, nobody, when_finished
from prakarsa.jobs.models import Job
from prakarsa.jobs.running import Work
from prakarsa.notices.actions import SEND, give_up_mail, notify, sweep_messages
from prakarsa.notices.models import Mail, Topic
from prakarsa.notices.sending import post_digests, send

# A mail server may be away for most of a day.
MAIL_WAITS = (60, 300, 1800, 7200, 28800)


@job_kind(SEND, label=_("Kirim surel"), may=nobody, waits=MAIL_WAITS, is_patient=True)
def send_mail(work: Work) -> dict[str, Any]:
    """Send one mail of the outbox."""
    mail = Mail.objects.get(key=work.parameters["mail"])
    send(mail, at=work.at)
    return {}


@when_finished
def tell_of_failed_mail(job: Job) -> None:
    """Show a mail that was given up to the administrators."""
    if job.kind == SEND and job.state == Job.State.FAILED and job.finished_at is not None:
        give_up_mail(key=job.parameters["mail"], problem=job.problem, at=job.finished_at)


@daily_kind("notices.digest", hour=6, label=_("Ringkasan pesan harian"))
def post_daily_digests(work: Work) -> dict[str, Any]:
    """Post one summary per person."""
    return {"mails": post_digests(at=work.at)}


@daily_kind("notices.sweep", hour=2, label=_("Hapus pesan lama"))
def sweep_daily(work: Work) -> dict[str, Any]:
    """Remove old mails and messages."""
    return {"removed": sweep_messages(at=work.at)}


@when_finished
def tell_of_end(job: Job) -> None:
    """Tell the person that a job is done or has failed; who cancelled it knows already."""
    if job.person is None or job.finished_at is None or job.state == Job.State.CANCELLED:
        return
    is_done = job.state == Job.State.DONE
    title = _("{label} selesai") if is_done else _("{label} gagal")
    notify(
        person=job.person,
        topic=Topic.JOB,
        title=format_lazy(title, label=label_of(job.kind)),
        body=job.problem,
        link=reverse("jobs:detail", args=[job.key]),
        event_key=f"job:{job.key}:{job.finished_at.isoformat()}",
        at=job.finished_at,
    )
