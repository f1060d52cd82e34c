"""The database as the live connection describes it, its soundness, and its changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice
from prakarsa.foundation.profiles import is_wal_safe
from prakarsa.operations.schema import waiting_migrations

# C06: what every connection must say. synchronous 2 is FULL.
PRAGMAS = {"foreign_keys": 1, "synchronous": 2}
BUSY_MILLISECONDS = 5_000
# C07: what the server must say; only "off" gives a confirmed write away.
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")
LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")
NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs"})
IS_SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"


@checkup(
    "database.settings",
    label=gettext_lazy("Setelan basis data"),
    proves=gettext_lazy("Yang sudah disimpan bertahan saat listrik padam."),
)
def examine_settings(_examination: Examination) -> Iterator[Finding]:
    """Read the settings back from the live connection."""
    if connection.vendor == "sqlite":
        yield from _examine_pragmas()
        yield from _examine_disk()
    else:
        yield from _examine_server()


def _examine_pragmas() -> Iterator[Finding]:
    remedy = _("Jangan buka basis data dengan setelan lain; jalankan ulang Prakarsa.")
    for name, wanted in PRAGMAS.items():
        if (found := _pragma(name)) != wanted:
            yield fault(f"PRAGMA {name} = {found}, {wanted}", remedy)
    if int(str(_pragma("busy_timeout"))) < BUSY_MILLISECONDS:
        yield fault(_("PRAGMA busy_timeout terlalu pendek."), remedy)
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield fault(_("Transaksi tidak dimulai dengan IMMEDIATE."), remedy)
    journal, version = _pragma("journal_mode"), sqlite3.sqlite_version
    if journal == "wal" and not is_wal_safe(sqlite3.sqlite_version_info):
        what = _("WAL dipakai dengan SQLite %s yang dapat merusaknya.") % version
        yield fault(what, remedy)
    elif journal == "delete" and not is_wal_safe(sqlite3.sqlite_version_info):
        what = _("SQLite %s: jurnal biasa dipakai, aman tetapi lebih lambat.") % version
        yield notice(what, _("Pasang SQLite 3.51.3 atau lebih baru bila terasa lambat."))


def _examine_disk() -> Iterator[Finding]:
    name = str(connection.settings_dict["NAME"])
    kind = disk_kind(Path(name), Path("/proc/mounts"))
    if kind in NETWORK_DISKS:
        what = _("Basis data SQLite ada di disk jaringan (%s).") % kind
        yield fault(what, _("Pindahkan ke disk mesin ini, atau pakai PostgreSQL."))


def disk_kind(path: Path, mounts: Path) -> str:
    """Return the kind of file system that a path lies on, by the system's list of mounts."""
    found, longest = "", -1
    for line in mounts.read_text("utf-8").splitlines() if mounts.exists() else ():
        _device, point, kind = line.split()[:3]
        if path.resolve().is_relative_to(point) and len(point) > longest:
            found, longest = kind, len(point)
    return found


def _examine_server() -> Iterator[Finding]:
    for name in MUST_BE_ON:
        if _shown(name) == "off":
            remedy = _("Setel %s = on di postgresql.conf, lalu muat ulang.") % name
            yield fault(f"{name} = off", remedy)
    for name in LIMITS:
        if _shown(name) == "0":
            remedy = _("Hapus setelan ini dari peran basis data; Prakarsa memasang batasnya.")
            yield fault(f"{name} = 0", remedy)
    if _single(IS_SUPERUSER):
        what = _("Prakarsa memakai superuser PostgreSQL: pengaman rantai audit tidak berlaku.")
        yield fault(what, _("Buat peran biasa menurut deploy/postgresql/roles.sql."))


@checkup(
    "database.integrity",
    label=gettext_lazy("Keutuhan basis data"),
    proves=gettext_lazy("Halaman, indeks, dan kunci asing utuh."),
)
def examine_integrity(_examination: Examination) -> Iterator[Finding]:
    """Let SQLite read itself; PostgreSQL keeps foreign keys and page checksums on its own."""
    if connection.vendor == "sqlite":
        yield from _examine_pages()
    elif _shown("data_checksums") != "on":
        what = _("PostgreSQL tidak menghitung jumlah periksa halaman.")
        yield notice(what, _("Jalankan pg_checksums --enable saat peladen berhenti."))


def _examine_pages() -> Iterator[Finding]:
    remedy = _("Hentikan Prakarsa, simpan salinan basis data, lalu pulihkan cadangan terakhir.")
    try:
        lines = [str(row[0]) for row in _rows("PRAGMA integrity_check")]
        strays = sorted({str(row[0]) for row in _rows("PRAGMA foreign_key_check")})
    except DatabaseError as problem:
        lines, strays = [str(problem)], []
    if lines != ["ok"]:
        yield fault(_("Berkas basis data rusak: %s") % "; ".join(lines[:3]), remedy)
    if strays:
        yield fault(_("Kunci asing tanpa tujuan di: %s") % ", ".join(strays), remedy)


@checkup(
    "database.migrations",
    label=gettext_lazy("Perubahan basis data"),
    proves=gettext_lazy("Tabel sesuai dengan versi ini."),
)
def examine_migrations(_examination: Examination) -> Iterator[Finding]:
    """Name the migrations that are still to be done."""
    if waiting := waiting_migrations():
        words = {"count": len(waiting), "first": waiting[0]}
        what = _("%(count)d perubahan belum dijalankan, mulai %(first)s.") % words
        yield fault(what, _("Jalankan prakarsa migrate."))


def _pragma(name: str) -> object:
    return _single(f"PRAGMA {name}")


def _shown(name: str) -> str:
    return str(_single(f"SHOW {name}"))


def _single(statement: str) -> object:
    rows = _rows(statement)
    return rows[0][0] if rows else None


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
