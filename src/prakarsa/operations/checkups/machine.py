"""The machine: its clock and its disks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.audit.models import AuditEntry
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice
from prakarsa.foundation.scratch import OLDEST, abandoned_folders
from prakarsa.foundation.time import now
from prakarsa.foundation.writing import file_size

# Between our look at the clock and the database's some moments pass.
CLOCK_SLACK = timedelta(seconds=5)
LEAST_BYTES, LOW_BYTES = 512 * 1024**2, 2 * 1024**3
DATABASE_CLOCK = "SELECT clock_timestamp()"


@checkup(
    "machine.clock",
    label=gettext_lazy("Jam"),
    proves=gettext_lazy("Jam mesin, basis data, dan catatan terakhir sejalan."),
)
def examine_clock(examination: Examination) -> Iterator[Finding]:
    """Compare our clock with the database's and with the last audit entry."""
    remedy = _("Perbaiki jam mesin (NTP). Batas waktu dihitung menurut jam ini.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(DATABASE_CLOCK)
            row = cursor.fetchone()
        # Not the moment the examination began: other checks may have taken their time.
        apart = abs(now() - row[0]) if row else timedelta(0)
        if apart > CLOCK_SLACK:
            seconds = round(apart.total_seconds())
            yield fault(_("Jam basis data berselisih %d detik.") % seconds, remedy)
    last = AuditEntry.objects.order_by("-sequence").values_list("at", flat=True).first()
    if last and last > examination.at + CLOCK_SLACK:
        words = last.astimezone(UTC).isoformat(timespec="seconds")
        yield fault(_("Catatan terakhir bertanda %s, di masa depan.") % words, remedy)


@checkup(
    "machine.disk",
    label=gettext_lazy("Ruang disk"),
    proves=gettext_lazy("Masih ada ruang untuk menyimpan."),
)
def examine_disk(_examination: Examination) -> Iterator[Finding]:
    """Look at each disk that we write to."""
    remedy = _("Kosongkan atau perbesar disk; hapus cadangan lama yang sudah disalin.")
    for folder, free in free_bytes().items():
        words = {"folder": folder, "free": file_size(free)}
        if free < LEAST_BYTES:
            yield fault(_("%(folder)s: tinggal %(free)s.") % words, remedy)
        elif free < LOW_BYTES:
            yield notice(_("%(folder)s: tinggal %(free)s.") % words, remedy)


@checkup(
    "machine.temporary",
    label=gettext_lazy("Berkas sementara"),
    proves=gettext_lazy("Proses yang mati mendadak tidak meninggalkan berkas."),
)
def examine_temporary(examination: Examination) -> Iterator[Finding]:
    """Look for what the daily sweep should have removed; what a process uses is left out."""
    remedy = _("Dihapus sendiri pada pembersihan malam; bila tidak, periksa worker.")
    for folder in abandoned_folders(at=examination.at, older_than=2 * OLDEST):
        size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
        if size:
            words = {"folder": folder.name, "size": file_size(size)}
            yield notice(_("Sisa proses yang mati: %(folder)s, %(size)s.") % words, remedy)


def free_bytes() -> dict[Path, int]:
    """Return the free bytes of each folder that we write to, one folder per disk."""
    folders = [Path(settings.PRAKARSA_FILES), Path(settings.PRAKARSA_BACKUPS)]
    if connection.vendor == "sqlite":
        folders.append(Path(str(connection.settings_dict["NAME"])).parent)
    disks: dict[int, Path] = {}
    for folder in map(_nearest, folders):
        disks.setdefault(folder.stat().st_dev, folder)
    return {folder: shutil.disk_usage(folder).free for folder in disks.values()}


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), Path("/"))
