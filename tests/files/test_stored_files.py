"""Files in the store: bytes before rows, one reference never touches another, nothing half done."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from prakarsa.audit.actors import Actor
from prakarsa.audit.models import AuditEntry
from prakarsa.files import actions, storage
from prakarsa.files.models import StoredFile
from prakarsa.files.queries import bytes_of_last_day
from prakarsa.files.receiving import prepare_upload
from prakarsa.formats import kinds
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.organisations.roles import Role
from tests.files.conftest import Committed, Store
from tests.formats import makers
from tests.worlds import World

pytestmark = pytest.mark.django_db


def blobs() -> list[Path]:
    return sorted(path for path in storage.store_folder().rglob("*") if path.is_file())


def test_upload_is_kept_with_its_hash_under_its_key(store: Store, at: datetime) -> None:
    data = makers.pdf()

    stored = store("  SK\tWali Kota.pdf".replace("\t", " "), data)

    assert storage.path_of(stored.key).read_bytes() == data
    assert blobs() == [storage.path_of(stored.key)]
    assert (stored.name, stored.size, stored.media_type) == (
        "SK Wali Kota.pdf", len(data), "application/pdf",
    )  # fmt: skip
    assert storage.hash_of(storage.path_of(stored.key)) == stored.sha256


def test_L01_keeping_and_removing_are_entries_without_the_name(store: Store, at: datetime) -> None:
    stored = store("Sri Wahyuni.pdf")
    actions.remove_file(actor=stored_actor(stored), stored=stored, at=at)

    entries = AuditEntry.objects.filter(act__startswith="files.").order_by("sequence")

    assert [entry.act for entry in entries] == ["files.keep", "files.remove"]
    assert "Sri" not in str([entry.payload.body for entry in entries])


def stored_actor(stored: StoredFile) -> Actor:
    return Actor(key=str(stored.owner.key if stored.owner else ""), role="operator")


def test_F02_bytes_are_outside_every_served_folder_and_only_for_the_owner(store: Store) -> None:
    path = storage.path_of(store().key)

    served = [Path(settings.STATIC_ROOT).resolve(), Path(settings.PACKAGE).resolve()]
    assert not any(path.resolve().is_relative_to(folder) for folder in served)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("key", ["", "../x", "a/b", "..", "ab\0c", "ABC"])
def test_F06_only_a_key_of_ours_becomes_a_path(key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        storage.path_of(key)


def test_F15_same_bytes_in_two_agencies_are_two_references(
    store: Store, at: datetime, committed: Committed
) -> None:
    data = makers.pdf()
    home, other = store("a.pdf", data), store("b.pdf", data, in_other_region=True)
    assert home.sha256 == other.sha256

    with committed():
        actions.remove_file(actor=stored_actor(home), stored=home, at=at)

    assert list(StoredFile.objects.all()) == [other]
    assert blobs() == [storage.path_of(other.key)]
    assert storage.path_of(other.key).read_bytes() == data


def test_F15_same_bytes_in_two_agencies_the_other_way_round(
    store: Store, at: datetime, committed: Committed
) -> None:
    data = makers.pdf()
    home, other = store("a.pdf", data), store("b.pdf", data, in_other_region=True)

    with committed():
        actions.remove_file(actor=stored_actor(other), stored=other, at=at)

    assert list(StoredFile.objects.all()) == [home]
    assert storage.path_of(home.key).read_bytes() == data


def test_F04_limit_holds_while_streaming(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        store("a.pdf", makers.pdf(), limit_bytes=100)

    assert caught.value.reason is Reason.TOO_LARGE
    assert blobs() == []


def test_F04_limit_holds_when_the_declared_size_lies(world: World) -> None:
    upload = SimpleUploadedFile("a.csv", b"a,b\n" * 1000)
    upload.size = 4

    with pytest.raises(Refused) as caught:
        prepare_upload(upload, allowed=kinds.ALL, limit_bytes=100)

    assert caught.value.reason is Reason.OVER_LIMIT
    assert blobs() == []


def test_F04_bytes_per_person_and_day(
    store: Store, world: World, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = makers.pdf()
    monkeypatch.setattr("prakarsa.files.actions.stored.DAILY_BYTES", len(data) * 2)
    store("a.pdf", data)
    first = store("b.pdf", data)

    with pytest.raises(Refused) as caught:
        store("c.pdf", data)

    assert caught.value.reason is Reason.DAILY
    assert len(blobs()) == 2
    person = world.person(Role.OPERATOR)
    assert bytes_of_last_day(person, at=at) == first.size * 2
    assert bytes_of_last_day(person, at=at + timedelta(hours=24)) == 0
    assert store("c.pdf", data, role=Role.SECRETARIAT).size == len(data)


@pytest.mark.parametrize(
    ("name", "data"), [("x.pdf.exe", makers.pdf()), ("x.pdf", b"<html>"), ("x.pdf", b"")]
)
def test_F01_refused_upload_leaves_nothing(store: Store, name: str, data: bytes) -> None:
    with pytest.raises(Refused):
        store(name, data)

    assert StoredFile.objects.count() == 0
    assert blobs() == []


def test_Z04_file_is_kept_only_for_the_own_region_and_agency(world: World, at: datetime) -> None:
    operator, secretariat = world.seat(Role.OPERATOR), world.seat(Role.SECRETARIAT)
    allowed = [(operator, world.home, world.ward), (secretariat, world.home, world.office)]
    refused = [
        (operator, world.other, None),
        (operator, world.home, world.office),
        (operator, world.home, world.other_office),
        (secretariat, world.home, world.other_office),
    ]
    for seat, region, agency in allowed + refused:
        arguments = {
            "seat": seat, "upload": SimpleUploadedFile("a.csv", b"a\n"), "allowed": kinds.ALL,
            "purpose": StoredFile.Purpose.SOURCE, "region": region, "agency": agency,
            "limit_bytes": 100, "at": at,
        }  # fmt: skip
        if (seat, region, agency) in allowed:
            actions.store_upload(**arguments)
        else:
            with pytest.raises(PermissionDenied):
                actions.store_upload(**arguments)
    assert StoredFile.objects.count() == 2


class PowerCutError(Exception):
    """The machine stops here."""


# The calls to the system while a file is kept: which one, and the how many-th.
STEPS = [("fsync", 0), ("fsync", 1), ("fsync", 2), ("fsync", 3), ("link", 0), ("write", 0)]


@pytest.mark.parametrize(("name", "call"), STEPS)
def test_C02_stop_at_each_step_leaves_no_row_without_bytes(
    store: Store, at: datetime, monkeypatch: pytest.MonkeyPatch, name: str, call: int
) -> None:
    calls = 0
    real = getattr(os, name)

    def cut(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call + 1:
            raise PowerCutError
        return real(*arguments)

    monkeypatch.setattr(f"prakarsa.files.storage.os.{name}", cut)
    with pytest.raises(PowerCutError):
        store()
    monkeypatch.undo()

    assert StoredFile.objects.count() == 0
    assert_sweeps_clean(at)


@transaction.atomic
def cut_before_commit(act: Callable[[], object]) -> None:
    """Do an act, and stop before it is committed."""
    act()
    raise PowerCutError


def assert_sweeps_clean(at: datetime) -> None:
    """Make every file old, sweep, and expect only those with a row to be left."""
    for path in blobs():
        os.utime(path, (0, 0))
    actions.sweep(at=at)
    assert [path.name for path in blobs()] == sorted(
        StoredFile.objects.values_list("key", flat=True)
    )


def test_C02_bytes_wait_when_the_act_fails_and_go_only_after_commit(
    world: World, at: datetime, committed: Committed
) -> None:
    seat = world.seat(Role.OPERATOR)
    upload = SimpleUploadedFile("a.pdf", makers.pdf())
    prepared = prepare_upload(upload, allowed=kinds.ALL, limit_bytes=10_000)
    arguments = {
        "seat": seat, "prepared": prepared, "purpose": StoredFile.Purpose.EVIDENCE,
        "region": seat.region, "agency": seat.agency, "at": at,
    }  # fmt: skip

    with pytest.raises(PowerCutError):
        cut_before_commit(lambda: actions.keep_prepared(**arguments))
    assert StoredFile.objects.count() == 0
    assert prepared.path.exists()

    with committed():
        stored = actions.keep_prepared(**arguments)
        assert prepared.path.exists()
    assert not prepared.path.exists()

    key = stored.key
    with pytest.raises(PowerCutError):
        cut_before_commit(lambda: actions.remove_file(actor=seat.actor, stored=stored, at=at))
    assert storage.path_of(key).exists()
    assert_sweeps_clean(at)
    assert len(blobs()) == 1


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT])
def test_C05_full_disk_is_said_in_words_and_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(fault, "full")

    with monkeypatch.context() as patched:
        patched.setattr("prakarsa.files.storage.os.write", full)
        with pytest.raises(Refused) as caught:
            store()
    assert caught.value.reason is Reason.DISK_FULL
    assert blobs() == []
    assert store().size > 0


def test_file_system_without_hard_links_gets_a_copy(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr("prakarsa.files.storage.os.link", no_links)
    stored = store()

    assert blobs() == [storage.path_of(stored.key)]
    assert storage.hash_of(storage.path_of(stored.key)) == stored.sha256


def test_G04_sweep_ends_exports_and_orphans_but_nothing_young(
    store: Store, world: World, at: datetime, tmp_path: Path, committed: Committed
) -> None:
    evidence = store()
    table = tmp_path / "tabel.csv"
    table.write_bytes(b"a\n")
    seat = world.seat(Role.SECRETARIAT)
    export = actions.keep_made_file(
        path=table, name="daftar.csv", media_type="text/csv", actor=seat.actor, owner=seat.person,
        membership=seat.membership, region=seat.region, at=at, expires_at=at + timedelta(days=7),
    )  # fmt: skip
    orphan = storage.path_of("abcdefghjkmn")
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"sisa")
    written_at = datetime.fromtimestamp(orphan.stat().st_mtime, UTC)

    young = actions.sweep(at=at)
    assert (young.ended_files, young.orphans) == (0, 0)
    with committed():
        old = actions.sweep(at=max(written_at, at) + timedelta(days=8))

    assert old.ended_files == 1
    assert not orphan.exists()
    assert blobs() == [storage.path_of(evidence.key)]
    assert not StoredFile.objects.filter(pk=export.pk).exists()


def test_database_refuses_an_export_without_owner_or_end(store: Store) -> None:
    stored = store()
    for change in (
        {"purpose": "export"},
        {"size": 0},
        {"expires_at": stored.created_at},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.filter(pk=stored.pk).update(**change)


def test_C02_the_sweep_spares_a_young_name_for_old_bytes(
    store: Store, at: datetime, committed: Committed
) -> None:
    old, key = storage.path_of(store().key), "abcdefghjkmn"
    os.utime(old, (0, 0))
    storage.settle(old, key)
    linked_at = datetime.now(UTC)
    with committed():
        assert actions.sweep(at=linked_at + timedelta(hours=47)).orphans == 0
        assert storage.path_of(key).exists()
        assert actions.sweep(at=linked_at + timedelta(hours=49)).orphans == 1
    assert old.exists()


def test_C02_a_row_that_came_while_the_store_was_listed_keeps_its_bytes(
    store: Store, at: datetime, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = storage.path_of(store().key)
    # The store was listed before the row was there.
    monkeypatch.setattr(
        "prakarsa.files.actions.sweeping.orphaned_paths", lambda **_given: iter([path])
    )
    with committed():
        assert actions.sweep(at=at).orphans == 0
    assert path.exists()
