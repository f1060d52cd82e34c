"""What went back and forth in Kota Contoh lately: messages, mails, reminders and jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from prakarsa.demo.example_history import STORY, Step, steps_of
from prakarsa.demo.words import example_words
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import new_key
from prakarsa.jobs.actions import enqueue
from prakarsa.jobs.attempts import Terms, attempt
from prakarsa.jobs.leases import claim
from prakarsa.jobs.models import Job
from prakarsa.notices.actions import SEND
from prakarsa.notices.models import Mail, Notice
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions.telling import TITLES, tell
from prakarsa.registry.models import Innovation
from prakarsa.targets.actions.reminders import remind_unit
from prakarsa.targets.permissions import can_remind
from prakarsa.targets.queries import open_campaigns, operators_of
from prakarsa.targets.wording import reminder_text

LATELY, SOON = timedelta(days=21), timedelta(minutes=1)
# Messages of this many last days are still unread.
UNREAD = timedelta(days=6)
MOST_TOLD = 40
# Units that were reminded, by the act the secretariat has for it.
REMINDED = ("Kelurahan Anggrek", "Kelurahan Dahlia", "Kelurahan Flamboyan",
            "Perumda Air Minum Contoh")  # fmt: skip
# A list whose rows name units that are not there: the import says so and writes nothing.
FAULTY = b"region,agency,name\nKota Contoh,Unit Entah,CONTOH IMPOR\nKota Contoh,,\n"


def make_traffic(
    seats: dict[str, Seat], agencies: dict[str, Agency], innovations: Sequence[Innovation],
    at: datetime,
) -> None:  # fmt: skip
    """Tell people what happened to them, remind, and do the jobs, each at its own moment."""
    region = next(iter(agencies.values())).region
    _tell_people(innovations, at)
    _remind(seats["Nadia Anggraini"], region, agencies, at - timedelta(days=9))
    _ask_for_jobs(seats, innovations, at)
    _let_mails_leave()
    _let_messages_be_read(at - UNREAD)


def _tell_people(innovations: Sequence[Innovation], at: datetime) -> None:
    """Send what the named operators and the verifiers were told in the last weeks."""
    named = {words["agency"] for words in example_words()["people"]}
    moves = [
        (step.at, row.pk, row, step)
        for row in innovations
        if row.agency and (row.agency.name in named or row.state == Innovation.State.SUBMITTED)
        for step in steps_of(row)
        if step.act in TITLES and at - LATELY < step.at <= at
    ]
    for _moment, _pk, row, step in sorted(moves, key=lambda move: move[:2])[-MOST_TOLD:]:
        _tell(row, step)


def _tell(row: Innovation, step: Step) -> None:
    """Tell of one step; the number of the step stands for the version it led to."""
    version, row.version = row.version, steps_of(row).index(step) + 1
    tell(row, step.act, by=None, at=step.at)
    row.version = version


def _remind(seat: Seat, region: Region, agencies: dict[str, Agency], at: datetime) -> None:
    for campaign in open_campaigns(region, at):
        if not can_remind(seat, campaign, at=at):
            continue
        operators = operators_of(region, at)
        for name in REMINDED:
            agency = agencies[name]
            remind_unit(
                seat=seat, campaign=campaign, agency=agency,
                operators=operators.get(agency.pk, []), text=reminder_text(campaign, at), at=at,
            )  # fmt: skip


def _ask_for_jobs(seats: dict[str, Seat], innovations: Sequence[Innovation], at: datetime) -> None:
    """Let the secretariat import a faulty list, and two people ask for a pack of proof."""
    helper, operator = seats["Nadia Anggraini"], seats["Rini Astuti"]
    moment = at - timedelta(days=5, hours=3)
    wanted = {"file": _faulty_list(helper, moment).key, "skip_errors": False}
    enqueue(
        kind="registry.import", seat=helper, parameters=wanted, idempotency_key="contoh", at=moment
    )
    _do_job(moment + SOON)
    story = next(row for row in innovations if row.name == STORY)
    for seat, days in ((operator, 3), (helper, 1)):
        newest = story.submissions.order_by("-edition_year")[0]
        wanted = {"edition_year": newest.edition_year, "submission": newest.key}
        moment = at - timedelta(days=days, hours=2)
        enqueue(
            kind="evidence.pack", seat=seat, parameters=wanted, idempotency_key="contoh", at=moment
        )
        _do_job(moment + SOON)


def _faulty_list(seat: Seat, at: datetime) -> StoredFile:
    row = StoredFile(
        key=new_key(), sha256=hashlib.sha256(FAULTY).hexdigest(), size=len(FAULTY),
        media_type="text/csv", name="daftar-inovasi.csv", purpose=StoredFile.Purpose.SOURCE,
        region=seat.region, owner=seat.person, created_at=at,
    )  # fmt: skip
    path = storage.path_of(row.key)
    storage.make_folder(path.parent)
    path.write_bytes(FAULTY)
    row.save()
    return row


def _do_job(at: datetime) -> None:
    """Do the job that somebody just asked for, as a worker does at that moment."""
    job = claim(owner="contoh", at=at)
    assert job is not None
    attempt(job, Terms(clock=lambda: at, must_stop=lambda: False, interval_seconds=0))


def _let_mails_leave() -> None:
    """Write down that each mail left soon: a worker sends only outside of a transaction."""
    soon = F("created_at") + SOON
    sent = {"state": Mail.State.SENT, "attempts": 1, "tried_at": soon, "sent_at": soon}
    Mail.objects.filter(state=Mail.State.WAITING).update(**sent)
    done = {"state": Job.State.DONE, "attempts": 1, "started_at": soon, "finished_at": soon}
    Job.objects.filter(kind=SEND, state=Job.State.WAITING).update(**done)


def _let_messages_be_read(before: datetime) -> None:
    older = Notice.objects.filter(created_at__lt=before)
    older.update(read_at=F("created_at") + timedelta(hours=1))
