"""Command line: examine the installation, back it up, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from prakarsa.accounts.actions import close_ways_in
from prakarsa.foundation.checkups import Examination, examine
from prakarsa.foundation.time import now
from prakarsa.foundation.writing import file_size, number
from prakarsa.operations.actions import record_backup, record_proof
from prakarsa.operations.backups.making import make_backup, remove_older
from prakarsa.operations.backups.manifest import Manifest
from prakarsa.operations.backups.places import Place, place_of, this_installation
from prakarsa.operations.backups.refusals import Refused
from prakarsa.operations.backups.restoring import Restored, restore_backup
from prakarsa.operations.backups.verifying import verify_backup
from prakarsa.operations.doctor import as_json, as_table, is_sound

FAULTY = 1
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--deep", is_flag=True, help="Read every byte: all files, the whole chain.")
@click.option("--json", "wants_json", is_flag=True, help="For programs.")
def doctor(*, deep: bool, wants_json: bool) -> None:
    """Examine settings, database, files, chain, jobs, disk and backups; exit 1 on faults."""
    outcomes = examine(Examination(at=now(), is_deep=deep))
    click.echo(as_json(outcomes) if wants_json else as_table(outcomes))
    if not is_sound(outcomes):
        raise SystemExit(FAULTY)


@click.group(invoke_without_command=True)
@click.option("--to", "folder", type=FOLDER, default=None, help="Where backups lie.")
@click.option("--keep", default=0, help="Remove the oldest until so many are left (0: none).")
@click.pass_context
def backup(context: click.Context, *, folder: Path | None, keep: int) -> None:
    """Back up database, files, checkpoints and rulebooks as one instant, while people work."""
    if context.invoked_subcommand is not None:
        return
    place, at = folder or Path(settings.PRAKARSA_BACKUPS), now()
    try:
        path, manifest = make_backup(place, at=at)
    except Refused as problem:
        raise click.ClickException(str(problem)) from problem
    record_backup(name=path.name, manifest=manifest, at=at)
    remove_older(place, keep=keep)
    click.echo(str(path))
    _say(manifest)
    click.echo(_("Simpan satu salinan di luar mesin ini."))
    if manifest.missing_files:
        raise SystemExit(FAULTY)


@backup.command()
@click.argument("folder", type=FOLDER)
def verify(*, folder: Path) -> None:
    """Read a whole backup and say whether it is what was written."""
    try:
        _say(verify_backup(folder))
    except Refused as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(_("Cadangan utuh."))


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--into", type=FOLDER, default=None, help="A new folder, to try the backup.")
@click.option("--database", default="", help="With --into: address of an empty database.")
@click.option("--replace", is_flag=True, help="Put what is there aside and take its place.")
def restore(*, folder: Path, into: Path | None, database: str, replace: bool) -> None:
    """Take a backup back, here or elsewhere; a damaged one is refused before anything changes."""
    at = now()
    try:
        place = place_of(into, address=database) if into else this_installation()
        connections.close_all()
        restored = restore_backup(folder, place, replace=replace, at=at)
    except Refused as problem:
        raise click.ClickException(str(problem)) from problem
    _say(restored.manifest)
    click.echo(_("Baris, berkas, dan ujung rantai sama dengan cadangan."))
    _say_kept(restored)
    _write_down(folder, restored, place, at=at)
    if place.is_here:
        _say_renewal(close_ways_in(at=at))


def _write_down(folder: Path, restored: Restored, place: Place, *, at: datetime) -> None:
    """Record the proof where it is read: in this installation, when it has a database."""
    name = folder.resolve().name
    if place.is_here or not this_installation().driver.is_empty():
        record_proof(name=name, manifest=restored.manifest, is_here=place.is_here, at=at)


def _say_renewal(closed: Mapping[str, int]) -> None:
    """Say what was made to die, and what is as it was at the backup and must be done again."""
    dead = _(
        "Semua orang masuk lagi. Dimatikan: %(codes)d kode pemulihan, %(letters)d tautan surel."
    )
    click.echo(dead % closed)
    click.echo(_("Minta setiap orang membuat kode pemulihan baru; kirim lagi undangan terbuka."))
    click.echo(
        _(
            "Ulangi yang terjadi sesudah cadangan: akun dinonaktifkan, peran diakhiri, kata sandi"
            " dan langkah kedua diganti, data orang dihapus."
        )
    )


def _say(manifest: Manifest) -> None:
    words = {
        "moment": manifest.taken_at,
        "rows": number(manifest.row_count),
        "files": number(manifest.files),
        "size": file_size(manifest.size),
        "entries": number(manifest.chain_count),
    }
    click.echo(
        _("Keadaan %(moment)s: %(rows)s baris, %(files)s berkas, %(entries)s catatan, %(size)s.")
        % words
    )
    click.echo(_("Sidik semua baris: %s") % manifest.rows_digest)
    for key in manifest.missing_files:
        click.echo(_("Berkas %s sudah hilang sebelum dicadangkan.") % key, err=True)


def _say_kept(restored: Restored) -> None:
    if restored.kept_database:
        click.echo(_("Basis data sebelumnya: %s") % restored.kept_database)
    if restored.kept_files:
        words = {"count": number(restored.kept_files), "aside": restored.aside}
        click.echo(_("%(count)s berkas lain dipindahkan ke files.%(aside)s.") % words)
