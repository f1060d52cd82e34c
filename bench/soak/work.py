"""One job of each registered kind: how it is asked for, and whether its effect is there once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak.town import YEAR, Town, plain_indicators
from prakarsa.audit.models import AuditEntry
from prakarsa.evidence.models import LevelEntry
from prakarsa.files.actions import keep_made_file
from prakarsa.files.models import StoredFile
from prakarsa.files.storage import path_of
from prakarsa.foundation.time import local_day, now
from prakarsa.jobs.actions import enqueue, enqueue_for_system
from prakarsa.jobs.kinds import all_kinds
from prakarsa.jobs.models import Job
from prakarsa.notices.actions import SEND, post_mail
from prakarsa.notices.models import Mail, Notice
from prakarsa.operations.examinations import ASKED
from prakarsa.operations.requests import (
    COPYING,
    Wish,
    close_request,
    find_request,
    take_request,
)
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Revision
from prakarsa.targets.actions import CampaignTerms, QuotaTerms, ask_reminders, create_campaign
from prakarsa.targets.models import Campaign, Reminder

IMPORT, PACK, OTHER = "import (job)", "export pack (job)", "other jobs"
IMPORTED_ROWS = 300
REST = ",Kota Contoh,Kelurahan Melati,Pelayanan Publik,Digital,Penerapan\n"
HEADER = "Judul Inovasi,Pemda,Admin OPD,Bentuk,Jenis,Tahapan\n"


@dataclass(frozen=True, slots=True)
class Task:
    """A job that was asked for, and a look at its effect: 1 is once, 0 is lost, more is twice."""

    job: Job
    effects: Callable[[], int]


class Office:
    """The secretariat of the town, which asks for jobs."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.seat = town.world.seat(Role.SECRETARIAT)
        self.number, self.tables = 0, 0

    def ask(self, kind: str) -> Task:
        """Ask for one job of a registered kind."""
        self.number += 1
        asked = {
            "registry.import": self._import, "evidence.pack": self._pack,
            "evidence.finals": self._finals, "targets.remind": self._remind, SEND: self._mail,
            COPYING: self._copy, ASKED: self._examine,
        }.get(kind)  # fmt: skip
        if asked is not None:
            return asked()
        if all_kinds()[kind].hour is None:
            raise LookupError(f"The soak does not know how to ask for {kind}.")
        return self._daily(kind)

    def _import(self) -> Task:
        start = f"IMPOR {self.number:04d}"
        rows = (f"{start} {row:04d}{REST}" for row in range(IMPORTED_ROWS))
        stored = self._table(f"{start}.csv", HEADER + "".join(rows))
        job = self._enqueue("registry.import", {"file": stored.key, "skip_errors": False})

        def effects() -> int:
            written = Innovation.objects.filter(name__startswith=start)
            revisions = Revision.objects.filter(innovation__in=written).count()
            return whole(IMPORTED_ROWS, written.count(), revisions)

        return Task(job, effects)

    def _pack(self) -> Task:
        report = self.town.thick.key
        job = self._enqueue("evidence.pack", {"submission": report, "edition_year": YEAR})

        def effects() -> int:
            fresh = Job.objects.select_related("result_file").get(pk=job.pk)
            if fresh.result_file is None:
                return 0
            with zipfile.ZipFile(path_of(fresh.result_file.key)) as pack:
                return int(pack.testzip() is None)

        return Task(job, effects)

    def _finals(self) -> Task:
        name, code = f"nilai-{self.number:04d}.csv", plain_indicators()[0]
        # Never the level of the table before: a table that changes nothing leaves no trace.
        self.tables += 1
        level = self.tables % 4
        rows = [f"{report.innovation.name},{code},{level}\n" for report in self.town.decided]
        stored = self._table(name, "inovasi,indikator,tingkat\n" + "".join(rows))
        job = self._enqueue("evidence.finals", {"file": stored.key, "edition_year": YEAR})
        entries = LevelEntry.objects.filter(kind=LevelEntry.Kind.FINAL, reason__contains=name)
        return Task(job, lambda: whole(len(rows), entries.count()))

    def _remind(self) -> Task:
        at = now()
        today = local_day(at, self.town.world.home.zone)
        terms = CampaignTerms(
            name=f"Target {self.number:04d}", starts_on=today - timedelta(days=1),
            ends_on=today + timedelta(days=30), counts=Campaign.Counts.VERIFIED, only_new=False,
            source="Surat contoh", source_link="", is_confirmed=False, remark="",
            quotas=(QuotaTerms(Agency.Kind.OPD, 1),),
        )  # fmt: skip
        campaign = create_campaign(seat=self.seat, terms=terms, at=at)
        keys = [unit.key for unit in self.town.units]
        job = ask_reminders(
            seat=self.seat, campaign=campaign, keys=keys, text="Ayo.", token=campaign.key, at=at
        )
        told = Notice.objects.filter(event_key__startswith=f"target:{campaign.key}:")
        sent = Reminder.objects.filter(campaign=campaign)
        return Task(job, lambda: whole(len(keys), told.count(), sent.count()))

    def _mail(self) -> Task:
        person = self.town.world.person(Role.SECRETARIAT)
        mail = post_mail(person=person, subject=f"Surel {self.number:04d}", body="Isi.", at=now())
        job = Job.objects.get(kind=SEND, parameters__mail=mail.key)
        sent = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENT)
        return Task(job, sent.count)

    def _copy(self) -> Task:
        """Ask for a copy of what is held of an operator; the request is answered at once."""
        seat, at = self.town.world.seat(Role.PLATFORM_ADMIN), now()
        person = self.town.world.person(Role.OPERATOR)
        request = take_request(seat=seat, person=person, wish=Wish.COPY, at=at)
        job = enqueue(
            kind=COPYING, seat=seat, parameters={"request": request.number}, at=at,
            idempotency_key=f"soak {self.number}",
        )  # fmt: skip
        taken = AuditEntry.objects.filter(act="audit.export.taken", target_key="person-copy")
        before = taken.count()

        def effects() -> int:
            if find_request(request.number):
                close_request(seat=seat, request=request, how="Disalin.", at=now())
            has_file = Job.objects.filter(pk=job.pk, result_file__isnull=False).count()
            return whole(1, has_file, taken.count() - before)

        return Task(job, effects)

    def _examine(self) -> Task:
        job = enqueue(
            kind=ASKED, seat=self.town.world.seat(Role.PLATFORM_ADMIN), parameters={}, at=now(),
            idempotency_key=f"soak {self.number}",
        )  # fmt: skip
        return Task(job, Job.objects.filter(pk=job.pk, state=Job.State.DONE).count)

    def _daily(self, kind: str) -> Task:
        job = enqueue_for_system(
            kind=kind, parameters={}, idempotency_key=f"soak:{self.number}", at=now()
        )
        done = Job.objects.filter(pk=job.pk, state=Job.State.DONE)
        return Task(job, done.count)

    def _enqueue(self, kind: str, parameters: dict[str, object]) -> Job:
        return enqueue(
            kind=kind, seat=self.seat, parameters=parameters, at=now(),
            idempotency_key=f"soak {self.number}",
        )  # fmt: skip

    def _table(self, name: str, text: str) -> StoredFile:
        """Keep a table as an upload of the secretariat."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_text(text, "utf-8")
            return keep_made_file(
                path=path, name=name, media_type="text/csv", actor=self.seat.actor,
                owner=self.seat.person, membership=None, region=self.seat.region, at=now(),
                purpose=StoredFile.Purpose.SOURCE,
            )  # fmt: skip


def whole(wanted: int, *counts: int) -> int:
    """Return 1 when every count is what was wanted, 0 when some are short, 2 when some are over."""
    if all(count == wanted for count in counts):
        return 1
    return 2 if max(counts) > wanted else 0


def kinds_of(round_kind: str) -> list[str]:
    """Return the registered kinds that a kind of round takes in turn."""
    if round_kind == IMPORT:
        return ["registry.import"]
    if round_kind == PACK:
        return ["evidence.pack"]
    return sorted(set(all_kinds()) - {"registry.import", "evidence.pack"})
