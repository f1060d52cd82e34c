"""Long work of proof: export packs, and the import of the ministry's final levels."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.audit.actions import record_export
from prakarsa.evidence.actions import record_final_levels
from prakarsa.evidence.finals import plan_finals, read_finals
from prakarsa.evidence.packing import (
    Packed,
    folder_of,
    pack_submission,
    write_file,
    write_summary,
)
from prakarsa.evidence.permissions import can_pack, can_record_finals
from prakarsa.evidence.queries import answers_of, is_eligible_now, packable_submissions
from prakarsa.evidence.refusals import CannotAct
from prakarsa.files.models import StoredFile
from prakarsa.files.storage import path_of
from prakarsa.formats.kinds import MEDIA_TYPES, Kind
from prakarsa.formats.reasons import Refused
from prakarsa.jobs.kinds import JobRefused, job_kind
from prakarsa.jobs.running import Work
from prakarsa.registry.models import Submission


@job_kind(
    "evidence.pack", label=gettext_lazy("Paket bukti"), unit=gettext_lazy("berkas"), may=can_pack
)
def pack(work: Work) -> dict[str, Any]:
    """Write the pack of one submission, or of all eligible ones of an edition."""
    submissions = list(_chosen(work))
    plans = [
        pack_submission(submission, answers_of(submission), folder_of(place, submission))
        for place, submission in enumerate(submissions, start=1)
    ]
    if not plans:
        raise JobRefused(_("Tidak ada inovasi yang memenuhi syarat pada edisi ini."))
    single = submissions[0].innovation.name if len(submissions) == 1 else ""
    title = single or _("Bukti edisi %s") % work.parameters["edition_year"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        missing = _write(work, path, plans, title)
        work.once("exported", lambda: _write_down(work, plans))
        work.keep_file(path, name=f"{title[:80]}.zip", media_type=MEDIA_TYPES[Kind.ZIP])
    files = sum(len(plan.files) for plan in plans)
    return {"innovations": len(plans), "files": files - missing, "missing": missing}


def _chosen(work: Work) -> list[Submission]:
    rows = packable_submissions(work.seat, work.parameters["edition_year"])
    key = work.parameters["submission"]
    if key:
        return list(rows.filter(key=key))
    return [row for row in rows if is_eligible_now(row, answers_of(row))]


def _write_down(work: Work, plans: list[Packed]) -> int:
    """Record the pack before it can be fetched; return the number of the entry."""
    entry = record_export(
        actor=work.actor,
        what="evidence:pack",
        at=work.at,
        region_code=work.job.region_id or "",
        filters=work.parameters,
        rows=sum(len(plan.rows) for plan in plans),
    )
    return entry.sequence


def _write(work: Work, path: Path, plans: list[Packed], title: str) -> int:
    """Write the archive and return how many files had no bytes."""
    total, done, missing = sum(len(plan.files) for plan in plans), 0, 0
    work.progress(0, total)
    with zipfile.ZipFile(path, "w") as archive:
        write_summary(archive, [row for plan in plans for row in plan.rows], title)
        for packed in (file for plan in plans for file in plan.files):
            missing += not write_file(archive, packed)
            done += 1
            work.progress(done)
    return missing


@job_kind(
    "evidence.finals",
    label=gettext_lazy("Impor nilai akhir kementerian"),
    may=can_record_finals,
)
def finals(work: Work) -> dict[str, Any]:
    """Import a table of final levels that was previewed: all of it, or nothing."""
    rows = StoredFile.objects.filter(
        owner=work.job.person, region=work.job.region, purpose=StoredFile.Purpose.SOURCE
    )
    stored = rows.filter(key=work.parameters["file"]).first()
    if stored is None:
        raise JobRefused(_("Berkas yang diimpor tidak ada lagi. Unggah sekali lagi."))
    try:
        table = read_finals(path_of(stored.key))
    except (CannotAct, Refused) as refusal:
        raise JobRefused(str(refusal)) from None
    year = work.parameters["edition_year"]

    def write() -> dict[str, int]:
        plan = plan_finals(work.seat, table, edition_year=year)
        if plan.problems:
            raise JobRefused(_("Data berubah sejak pratinjau. Unggah dan periksa sekali lagi."))
        return record_final_levels(
            seat=work.seat, finals=plan.changes, reason=plan.reason(stored.name), at=work.at
        )

    outcome: dict[str, Any] = work.once("finals", write)
    return outcome
