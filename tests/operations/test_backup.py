"""O01, O02: one instant of everything while people write, and the way back from it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey

from prakarsa.accounts.actions.factors import use_recovery_code
from prakarsa.accounts.models import Letter, Person
from prakarsa.audit.models import AuditEntry, ChainHead
from prakarsa.catalogue import keeping
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.foundation.occupancy import InUse, alone
from prakarsa.foundation.time import now
from prakarsa.operations.backups.databases import LEFT_OUT, driver_of
from prakarsa.operations.backups.making import complete_backups, make_backup, remove_older
from prakarsa.operations.backups.manifest import NAME, Manifest, read_manifest
from prakarsa.operations.backups.places import Place, place_of, this_installation
from prakarsa.operations.backups.refusals import Damaged, Refused
from prakarsa.operations.backups.restoring import restore_backup
from prakarsa.operations.backups.verifying import verify_backup
from prakarsa.organisations.roles import Role
from tests.accounts.factors import give_application
from tests.operations.conftest import Installation

Start = Callable[[int], None]


def rows_of(place: Place, statement: str) -> list[tuple[Any, ...]]:
    with place.driver.reader() as reader:
        return list(reader.rows(statement))


def backed_up(at: datetime | None = None) -> tuple[Path, Manifest]:
    return make_backup(Path(settings.PRAKARSA_BACKUPS), at=at or now())


def test_O01_a_backup_under_load_is_one_instant_and_comes_back_whole(
    installation: Installation, writers: Start, elsewhere: str, tmp_path: Path
) -> None:
    writers(3)
    time.sleep(0.5)
    path, manifest = backed_up()
    grown = ChainHead.objects.get().sequence
    while ChainHead.objects.get().sequence == grown:
        time.sleep(0.02)
    assert ChainHead.objects.get().sequence > manifest.chain_count > 4
    assert manifest.missing_files == ()

    place = place_of(tmp_path / "there", address=elsewhere)
    restored = restore_backup(path, place, replace=False, at=now())
    assert restored.manifest == manifest
    with place.driver.reader() as reader:
        assert reader.digests() == manifest.tables
    assert_chain_is_the_beginning_of_ours(place, manifest)
    assert_files_are_those_of_the_chain(place)


def assert_chain_is_the_beginning_of_ours(place: Place, manifest: Manifest) -> None:
    """The restored chain is our own up to one entry, and has nothing after it."""
    theirs = rows_of(place, "SELECT sequence, digest FROM audit_auditentry ORDER BY sequence")
    ours = AuditEntry.objects.filter(sequence__lte=manifest.chain_count).order_by("sequence")
    assert theirs == list(ours.values_list("sequence", "digest"))
    assert theirs[-1] == (manifest.chain_count, manifest.chain_head)


def assert_files_are_those_of_the_chain(place: Place) -> None:
    """A row and its entry are written at once; another instant would show one without the other."""
    acts = "SELECT target_key FROM audit_auditentry WHERE act = 'files.{}' ORDER BY sequence"
    kept = {key for (key,) in rows_of(place, acts.format("keep"))}
    removed = {key for (key,) in rows_of(place, acts.format("remove"))}
    rows = rows_of(place, "SELECT key, sha256, size FROM files_storedfile")
    assert {row[0] for row in rows} == kept - removed
    assert len(rows) > 1
    for key, sha256, size in rows:
        path = place.files / key[:2] / key
        assert (storage.hash_of(path), path.stat().st_size) == (sha256, size)
    assert {path.name for path in place.files.glob("*/*")} == {row[0] for row in rows}


def test_O01_bytes_removed_during_a_backup_wait_for_its_end(
    installation: Installation, at: datetime
) -> None:
    stored = installation.keep(b"sebentar\n")
    with storage.held_still() as is_ours:
        assert is_ours
        storage.delete(stored.key)
        assert storage.path_of(stored.key).exists()
    storage.delete(stored.key)
    assert not storage.path_of(stored.key).exists()


def test_O01_the_command_backs_up_and_the_last_backup_is_known(
    installation: Installation,
) -> None:
    done = installation.run("backup")
    assert (done.returncode, done.stderr) == (0, "")
    path = Path(done.stdout.splitlines()[0])
    manifest = verify_backup(path)
    entry = AuditEntry.objects.get(act="operations.backup.made")
    assert (entry.target_key, entry.sequence) == (path.name, manifest.chain_count + 1)
    checked = installation.run("backup", "verify", str(path))
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "Cadangan utuh.")


def test_O01_a_backup_is_readable_by_its_owner_only(installation: Installation) -> None:
    path, _manifest = backed_up()
    modes = {stat.S_IMODE(each.stat().st_mode) for each in path.rglob("*") if each.is_file()}
    folders = {stat.S_IMODE(each.stat().st_mode) for each in [path, *path.rglob("*")]} - modes
    assert (modes, folders) == ({0o600}, {0o700})


def test_O05_what_would_open_a_door_is_not_in_a_backup(installation: Installation) -> None:
    client = installation.world.client(Role.SECRETARIAT)
    assert client.get("/akun/").status_code == 200
    person = installation.world.person(Role.SECRETARIAT)
    path, manifest = backed_up()
    assert not set(manifest.tables) & set(LEFT_OUT)
    planted = [client.session.session_key, settings.SECRET_KEY]
    found = [person.email, *planted]
    for part in (each for each in path.rglob("*") if each.is_file()):
        found = [word for word in found if str(word).encode() not in plain(part)]
    # What belongs in a backup is found by the same search.
    assert found == planted


def test_O01_nothing_in_a_backup_refers_to_what_is_left_out() -> None:
    strays = {
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.related_model._meta.db_table in LEFT_OUT
        and model._meta.db_table not in LEFT_OUT
    }
    assert strays == set()


def plain(part: Path) -> bytes:
    """Return the bytes of a part; a dump of PostgreSQL is packed and is unpacked first."""
    if part.suffix == ".dump":
        command = ["pg_restore", "--file=-", str(part)]
        return subprocess.run(command, capture_output=True, check=True).stdout
    return part.read_bytes()


def test_O02_the_oldest_backups_go_and_the_newest_stay(
    installation: Installation, at: datetime
) -> None:
    paths = [backed_up(at + timedelta(days=day))[0] for day in range(4)]
    folder = Path(settings.PRAKARSA_BACKUPS)
    assert remove_older(folder, keep=0) == 0
    assert remove_older(folder, keep=2) == 2
    assert complete_backups(folder) == paths[2:]


def test_O02_folders_that_only_begin_like_a_backup_stay(
    installation: Installation, at: datetime
) -> None:
    folder = Path(settings.PRAKARSA_BACKUPS)
    strangers = [folder / name for name in ("prakarsa-web", "prakarsa-01-site", "prakarsa-x")]
    for stranger in strangers[:2]:
        stranger.mkdir(parents=True)
        (stranger / NAME).write_text("{}")
    paths = [backed_up(at + timedelta(days=day))[0] for day in range(2)]
    strangers[2].symlink_to(paths[0])
    assert remove_older(folder, keep=1) == 1
    assert complete_backups(folder) == paths[1:]
    assert all((stranger / NAME).exists() for stranger in strangers[:2])


def test_O02_a_manifest_that_names_no_parts_is_damaged(installation: Installation) -> None:
    path, manifest = backed_up()
    for parts in ((), manifest.parts[:1], manifest.parts[1:]):
        (path / NAME).write_text(Manifest(**{**vars_of(manifest), "parts": parts}).written())
        with pytest.raises(Damaged):
            verify_backup(path)
    (path / NAME).write_text(manifest.written())
    assert verify_backup(path) == manifest


def test_O01_bytes_under_two_names_are_copied_once(installation: Installation) -> None:
    first = installation.keep(b"sama\n")
    storage.settle(storage.path_of(first.key), "abcdefghjkmn")
    twin = StoredFile.objects.get(pk=first.pk)
    twin.pk, twin.key = None, "abcdefghjkmn"
    twin.save(force_insert=True)
    path, manifest = backed_up()
    names = [path / "files" / key[:2] / key for key in (first.key, twin.key)]
    assert names[0].stat().st_ino == names[1].stat().st_ino
    assert names[0].read_bytes() == b"sama\n"
    assert verify_backup(path) == manifest


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


def vars_of(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in manifest.__dataclass_fields__}


def test_O01_the_digest_of_rows_sees_a_single_changed_value(installation: Installation) -> None:
    driver = driver_of(connection.settings_dict)
    with driver.reader() as reader:
        before = reader.digests()
    StoredFile.objects.update(name="isi2.csv")
    with driver.reader() as reader:
        after = reader.digests()
    assert {name for name in before if before[name] != after[name]} == {"files_storedfile"}


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
