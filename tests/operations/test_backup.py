"""O01, O02: one instant of everything while people write, and the way back from it."""

from __future__ import annotations

import stat
import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey

from prakarsa.audit.models import AuditEntry, ChainHead
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.foundation.time import now
from prakarsa.operations.backups.databases import LEFT_OUT
from prakarsa.operations.backups.drivers import driver_of
from prakarsa.operations.backups.making import complete_backups, remove_older
from prakarsa.operations.backups.manifest import NAME, Manifest
from prakarsa.operations.backups.places import Place, place_of
from prakarsa.operations.backups.refusals import Damaged
from prakarsa.operations.backups.restoring import restore_backup
from prakarsa.operations.backups.verifying import verify_backup
from prakarsa.organisations.roles import Role
from tests.operations.conftest import Installation
from tests.operations.taken import backed_up, rows_of, vars_of

Start = Callable[[int], None]


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


def test_O01_the_digest_of_rows_sees_a_single_changed_value(installation: Installation) -> None:
    driver = driver_of(connection.settings_dict)
    with driver.reader() as reader:
        before = reader.digests()
    StoredFile.objects.update(name="isi2.csv")
    with driver.reader() as reader:
        after = reader.digests()
    assert {name for name in before if before[name] != after[name]} == {"files_storedfile"}
