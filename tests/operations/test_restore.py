"""O01, O02: the way back from a backup, and what is refused on it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from prakarsa.accounts.actions.factors import use_recovery_code
from prakarsa.accounts.models import Letter, Person
from prakarsa.audit.models import AuditEntry, ChainHead
from prakarsa.catalogue import keeping
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.foundation.occupancy import InUse, alone
from prakarsa.foundation.time import now
from prakarsa.operations.backups.manifest import NAME, Manifest, read_manifest
from prakarsa.operations.backups.places import place_of, this_installation
from prakarsa.operations.backups.refusals import Damaged, Refused
from prakarsa.operations.backups.restoring import restore_backup
from prakarsa.organisations.roles import Role
from tests.accounts.factors import give_application
from tests.operations.conftest import Installation
from tests.operations.taken import backed_up, vars_of


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Cut the end of a file."""
    path.write_bytes(path.read_bytes()[:-2])


def database_of(path: Path) -> Path:
    return path / read_manifest(path).database_part


def a_file_of(path: Path) -> Path:
    return next(each for each in sorted((path / "files").rglob("*")) if each.is_file())


def a_checkpoint_of(path: Path) -> Path:
    return next((path / "checkpoints").glob("*.json"))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a bit of the database": lambda path: flip(database_of(path)),
    "the end of the database": lambda path: cut(database_of(path)),
    "no database": lambda path: database_of(path).unlink(),
    "a bit of a file": lambda path: flip(a_file_of(path)),
    "the end of a file": lambda path: cut(a_file_of(path)),
    "no file": lambda path: a_file_of(path).unlink(),
    "a bit of the list": lambda path: flip(path / "files.list"),
    "the end of the list": lambda path: cut(path / "files.list"),
    "a bit of a checkpoint": lambda path: flip(a_checkpoint_of(path)),
    "a bit of the manifest": lambda path: flip(path / NAME),
    "the end of the manifest": lambda path: cut(path / NAME),
    "no manifest": lambda path: (path / NAME).unlink(),
    "another number in the manifest": lambda path: (path / NAME).write_text(
        (path / NAME).read_text().replace('"files": 1', '"files": 0')
    ),
    "a foreign name": lambda path: (path / NAME).write_text(
        json.dumps({**json.loads((path / NAME).read_text()), "extra": 1})
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_O02_a_damaged_backup_is_refused_and_nothing_is_touched(
    installation: Installation, elsewhere: str, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    path, _manifest = backed_up()
    copy = tmp_path / "copy"
    shutil.copytree(path, copy)
    place = place_of(tmp_path / "there", address=elsewhere)
    damage(copy)
    with pytest.raises(Damaged):
        restore_backup(copy, place, replace=True, at=now())
    assert place.driver.is_empty()
    assert not (tmp_path / "there").exists()
    # The twin without the damage comes back in the same place.
    restore_backup(path, place, replace=True, at=now())
    assert not place.driver.is_empty()


def test_O02_a_backup_that_was_cut_short_is_no_backup(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings.PRAKARSA_BACKUPS)
    stored = StoredFile.objects.get()
    storage.path_of(stored.key).chmod(0)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("prakarsa.operations.backups.making.sync_tree", full)
    with pytest.raises(Refused, match="No space left"):
        backed_up()
    assert list(folder.iterdir()) == []


def test_O01_a_file_that_was_missing_before_is_named(
    installation: Installation, elsewhere: str, tmp_path: Path
) -> None:
    lost = installation.keep(b"hilang\n")
    storage.path_of(lost.key).unlink()
    path, manifest = backed_up()
    assert manifest.missing_files == (lost.key,)
    place = place_of(tmp_path / "there", address=elsewhere)
    assert restore_backup(path, place, replace=False, at=now()).manifest == manifest


def test_O02_a_full_place_is_replaced_only_when_asked_and_kept_aside(
    installation: Installation,
) -> None:
    path, manifest = backed_up()
    later = installation.keep(b"sesudahnya\n")
    connection.close()
    place = this_installation()
    with pytest.raises(Refused, match="--replace"):
        restore_backup(path, place, replace=False, at=now())
    assert StoredFile.objects.filter(key=later.key).exists()
    connection.close()
    restored = restore_backup(path, place, replace=True, at=now())
    assert not StoredFile.objects.filter(key=later.key).exists()
    assert ChainHead.objects.get().digest == manifest.chain_head
    assert restored.kept_files == 1
    kept = place.files.with_name(f"files.{restored.aside}") / later.key[:2] / later.key
    assert kept.read_bytes() == b"sesudahnya\n"
    # The former one beside it, with triggers of the same names, confuses nobody.
    assert keeping.is_kept()
    assert_former_database_is_kept(restored.kept_database, later)


def assert_former_database_is_kept(kept: str, stored: StoredFile) -> None:
    statement = "SELECT count(*) FROM {}files_storedfile WHERE key = '{}'"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(kept)) as former:
            assert former.execute(statement.format("", stored.key)).fetchone() == (1,)
        return
    with connection.cursor() as cursor:
        cursor.execute(statement.format(f"{kept}.", stored.key))
        assert cursor.fetchone() == (1,)
        cursor.execute(f"DROP SCHEMA {kept} CASCADE")


@pytest.mark.parametrize(
    "command",
    [["-m", "prakarsa.jobs"], ["-c", "import prakarsa.site.wsgi, time; time.sleep(60)"]],
    ids=["worker", "web"],
)
def test_O02_nothing_is_taken_back_while_web_or_worker_run(
    installation: Installation, command: list[str]
) -> None:
    path, _manifest = backed_up()
    connection.close()
    process = subprocess.Popen([sys.executable, *command], env=installation.environment())
    try:
        wait_until_occupied(installation.folder)
        with pytest.raises(Refused, match="Hentikan"):
            restore_backup(path, this_installation(), replace=True, at=now())
    finally:
        process.kill()
        process.wait()
    restore_backup(path, this_installation(), replace=True, at=now())


def wait_until_occupied(folder: Path) -> None:
    """Wait until somebody else works on the folder."""
    for _tenth in range(300):
        try:
            with alone(folder):
                pass
        except InUse:
            return
        time.sleep(0.1)
    raise AssertionError("nobody came to work within half a minute")


def test_O02_a_backup_of_a_newer_version_or_another_database_is_refused(
    installation: Installation, elsewhere: str, tmp_path: Path
) -> None:
    path, manifest = backed_up()
    place = place_of(tmp_path / "there", address=elsewhere)
    others = {"migrations": (*manifest.migrations, "audit.0999_future")}
    for changes in (others, {"database": "another"}):
        text = Manifest(**{**vars_of(manifest), **changes}).written()
        (path / NAME).write_text(text)
        with pytest.raises(Refused):
            restore_backup(path, place, replace=False, at=now())
    (path / NAME).write_text(manifest.written())
    restore_backup(path, place, replace=False, at=now())


def test_O02_a_trial_restore_by_command_is_remembered_here(
    installation: Installation, elsewhere: str, tmp_path: Path
) -> None:
    path = Path(installation.run("backup").stdout.splitlines()[0])
    there = ["--into", str(tmp_path / "there"), *(["--database", elsewhere] if elsewhere else [])]
    done = installation.run("restore", str(path), *there)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Baris, berkas, dan ujung rantai sama dengan cadangan." in done.stdout
    entry = AuditEntry.objects.get(act="operations.restore.proven")
    assert entry.target_key == path.name
    again = installation.run("restore", str(path), *there)
    assert again.returncode == 1
    assert "--replace" in again.stderr


def test_S05_O02_a_restore_revives_no_link_code_or_session(installation: Installation) -> None:
    person = installation.world.person(Role.OPERATOR)
    codes = give_application(person)
    person.letters.create(
        purpose=Letter.Purpose.RESET, token_digest="d", account_stamp="s", created_at=now(),
        expires_at=now() + timedelta(hours=2),
    )  # fmt: skip
    path = Path(installation.run("backup").stdout.splitlines()[0])
    assert use_recovery_code(person=person, code=codes[0], at=now())
    person.letters.update(used_at=now())
    connection.close()
    done = installation.run("restore", str(path), "--replace")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Dimatikan: {len(codes)} kode pemulihan, 1 tautan surel." in done.stdout
    assert "data orang dihapus" in done.stdout
    assert not person.recovery_codes.exists()
    assert not Letter.objects.filter(used_at=None, expires_at__gt=now()).exists()
    # What people know and hold opens as before: the factor and the password.
    assert Person.objects.get(pk=person.pk).has_second_factor
    closed = AuditEntry.objects.get(act="accounts.ways.closed").payload.body["after"]
    assert closed == {"letters": 1, "codes": len(codes), "sessions": 0}
