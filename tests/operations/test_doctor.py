"""O07: each fault is planted, the doctor names it, and finds nothing in the healthy twin."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from prakarsa.audit.actors import system_actor
from prakarsa.audit.models import AuditEntry
from prakarsa.catalogue.models import Entry
from prakarsa.evidence.models import Answer, AnswerSums
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.foundation import checkups
from prakarsa.foundation.checkups import Checkup, Examination, Finding, Severity, examine
from prakarsa.jobs.models import Job
from prakarsa.notices.models import Mail
from prakarsa.operations.requests import Request, Wish, answer_request, receive_request
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from tests.operations.conftest import Installation
from tests.operations.examined import execute, found
from tests.unguarded import unguarded

Plant = Callable[[Installation], object]


def tampered(*statements: str) -> None:
    """Run statements as somebody could who owns the tables."""
    with unguarded():
        execute(*statements)


def drop_trigger(name: str, table: str) -> None:
    is_sqlite = connection.vendor == "sqlite"
    execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")


def a_path() -> Path:
    return storage.path_of(StoredFile.objects.get().key)


def flip(path: Path) -> None:
    """Change a byte and keep the size."""
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)


def leave_orphan() -> None:
    orphan = storage.path_of("abcdefghjkmn")
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"sisa")
    os.utime(orphan, (0, 0))


def leave_sums(installation: Installation) -> None:
    """Leave sums of an innovation that answered nothing."""
    submission = Submission.objects.create(
        key="x", innovation=Innovation.objects.all()[0], edition_year=2026,
        created_at=installation.at,
    )  # fmt: skip
    names = [field.name for field in AnswerSums._meta.concrete_fields[1:]]
    empty = {name: "" if name.endswith("codes") else 0 for name in names}
    AnswerSums.objects.create(submission=submission, **empty)


def make_job(installation: Installation, **fields: Any) -> None:
    at = installation.at
    Job.objects.create(
        **{"kind": "tests.x", "idempotency_key": "x", "run_after": at, "created_at": at, **fields}
    )


def make_mail(installation: Installation, **fields: Any) -> None:
    person = installation.world.person(Role.OPERATOR)
    Mail.objects.create(
        **{"person": person, "subject": "x", "created_at": installation.at} | fields
    )


def entry_in_the_future(installation: Installation) -> None:
    later = (installation.at + timedelta(hours=1)).isoformat(sep=" ")
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    tampered(f"UPDATE audit_auditentry SET at = '{later[:26]}' WHERE sequence = {last}")


def ask_for_data(installation: Installation, *, before: timedelta) -> Request:
    person = installation.world.person(Role.OPERATOR)
    return receive_request(
        actor=system_actor("t"), person=person, wish=Wish.COPY, at=installation.at - before
    )


KEEPER = {"sqlite": "evidence_sums_update", "postgresql": "evidence_sums_kept"}[connection.vendor]
LAST = "(SELECT max(sequence) FROM audit_auditentry)"


ago = timedelta(hours=1)


FAULTS: dict[str, tuple[str, Plant, str]] = {
    "a changed entry": (
        "audit.chain",
        lambda _: tampered(f"UPDATE audit_auditentry SET act = 'x' WHERE sequence = {LAST}"),
        " diubah.",
    ),
    "a lost guard of the chain": (
        "audit.guards",
        lambda _: drop_trigger("audit_payload_erasure", "audit_auditpayload"),
        "Pengaman audit_payload_erasure tidak ada atau dimatikan.",
    ),
    "a missing file": ("files.store", lambda _: a_path().unlink(), "Isi berkas {key} hilang."),
    "a longer file": (
        "files.store",
        lambda _: a_path().write_bytes(b"isi yang lain\n"),
        "Isi berkas {key} berubah.",
    ),
    "bytes without a row": (
        "files.store",
        lambda _: leave_orphan(),
        "Isi abcdefghjkmn tidak dikenal baris mana pun.",
    ),
    "a job of a dead worker": (
        "jobs.leases",
        lambda here: make_job(here, state="running", lease_until=here.at - ago, key="abcdefghjkmn"),
        "Pekerjaan abcdefghjkmn (tests.x) ditinggal workernya.",
    ),
    "jobs that nobody takes": (
        "jobs.leases",
        lambda here: make_job(here, run_after=here.at - ago),
        "1 pekerjaan menunggu terlalu lama.",
    ),
    "a level without its entry": (
        "evidence.levels",
        lambda _: tampered("UPDATE evidence_answer SET verified_level = 3"),
        "1 tingkat (verified) berbeda dari buku besar.",
    ),
    "a level that lost its column": (
        "evidence.levels",
        lambda _: tampered("UPDATE evidence_answer SET claimed_level = NULL"),
        "1 tingkat (claimed) berbeda dari buku besar.",
    ),
    "a verdict that was cut in two": (
        "evidence.levels",
        lambda _: Answer.objects.update(state="verified"),
        "1 jawaban berada dalam keadaan setengah jadi.",
    ),
    "a lost guard of the ledger": (
        "evidence.levels",
        lambda _: drop_trigger("evidence_ledger_follows", "evidence_levelentry"),
        "Pengaman evidence_ledger_follows tidak ada atau dimatikan.",
    ),
    "sums that are not those of the answers": (
        "evidence.sums",
        leave_sums,
        "1 jumlah nilai berbeda dari jawabannya.",
    ),
    "sums that lost what keeps them": (
        "evidence.sums",
        lambda _: drop_trigger(KEEPER, "evidence_answer"),
        f"Pengaman {KEEPER} tidak ada atau dimatikan.",
    ),
    "an innovation without its revision": (
        "registry.revisions",
        lambda _: Innovation.objects.update(version=2),
        "1 inovasi tidak sama dengan riwayatnya.",
    ),
    "a state without its moment": (
        "registry.revisions",
        lambda _: Innovation.objects.update(published_at=None),
        "1 inovasi berada dalam keadaan setengah jadi.",
    ),
    "a catalogue that lost an entry": (
        "catalogue.kept",
        lambda _: Entry.objects.all().delete(),
        "Katalog tidak sejalan dengan inovasi yang terbit.",
    ),
    "a migration that was not done": (
        "database.migrations",
        lambda _: execute(
            "DELETE FROM django_migrations WHERE app = 'files' AND name = '0002_uploads'"
        ),
        "1 perubahan belum dijalankan, mulai files.0002_uploads.",
    ),
    "an entry of the future": ("machine.clock", entry_in_the_future, "di masa depan."),
    "a mail that does not leave": (
        "notices.outbox",
        lambda here: make_mail(here, created_at=here.at - timedelta(hours=25)),
        "1 surel tertahan",
    ),
    "a request that was answered too late": (
        "requests.due",
        lambda here: ask_for_data(here, before=timedelta(hours=73)),
        "lewat waktu sejak",
    ),
    "a readable secret": (
        "settings",
        lambda here: (here.folder / "secret.key").touch(mode=0o644),
        "secret.key dapat dibaca orang lain di mesin ini.",
    ),
}


@pytest.mark.parametrize(("name", "plant", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_O07_a_planted_fault_is_named(
    healthy: Installation, name: str, plant: Plant, words: str
) -> None:
    examination = Examination(at=healthy.at)
    key = StoredFile.objects.get().key
    assert [each for each in found(name, examination) if each.severity is Severity.FAULT] == []
    with transaction.atomic():
        plant(healthy)
        faults = found(name, examination)
        # A trigger or a table of migrations that was harmed is nobody else's fault.
        transaction.set_rollback(True)
    assert [each.severity for each in faults] == [Severity.FAULT]
    assert words.format(key=key) in str(faults[0].what)
    assert str(faults[0].remedy)


def test_O07_only_a_deep_look_reads_every_byte(healthy: Installation) -> None:
    flip(a_path())
    assert found("files.store", Examination(at=healthy.at)) == []
    deep = found("files.store", Examination(at=healthy.at, is_deep=True))
    assert [each.severity for each in deep] == [Severity.FAULT]


def test_O07_only_a_deep_look_reads_what_was_signed_already(healthy: Installation) -> None:
    tampered("UPDATE audit_auditpayload SET address = '192.0.2.1' WHERE entry_id = 1")
    assert found("audit.chain", Examination(at=healthy.at)) == []
    deep = found("audit.chain", Examination(at=healthy.at, is_deep=True))
    assert [str(each.what) for each in deep] == ["Isi catatan 1 diubah."]


def test_O07_P07_a_request_is_known_until_it_is_answered_and_names_nobody(
    healthy: Installation,
) -> None:
    examination = Examination(at=healthy.at)
    assert found("requests.due", examination) == []
    asked = ask_for_data(healthy, before=timedelta(hours=71))
    (waits,) = found("requests.due", examination)
    assert waits.severity is Severity.NOTICE
    assert str(waits.what).startswith(f"Permintaan {asked.number} menunggu")
    assert asked.person_key not in f"{waits.what} {waits.remedy}"
    answer_request(actor=system_actor("t"), request=asked, how="Diberikan", at=healthy.at)
    assert found("requests.due", examination) == []


def test_O07_G04_what_a_dead_process_left_is_known_when_the_sweep_did_not_come(
    healthy: Installation,
) -> None:
    folder = healthy.folder / "temporary" / "process-mati"
    folder.mkdir(parents=True)
    (folder / "sisa.upload").write_bytes(b"x" * 2048)
    past = (healthy.at - timedelta(hours=47)).timestamp()
    for each in (folder / "sisa.upload", folder):
        os.utime(each, (past, past))
    assert found("machine.temporary", Examination(at=healthy.at)) == []
    later = Examination(at=healthy.at + timedelta(hours=2))
    (left,) = found("machine.temporary", later)
    assert left.severity is Severity.NOTICE
    assert "process-mati, 2 KB" in str(left.what).replace("\xa0", " ")
    # Somebody works with it after all: it is nobody's leftover.
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    assert found("machine.temporary", later) == []
    os.close(descriptor)


@pytest.mark.parametrize(
    ("name", "later", "severity"),
    [
        ("backup.age", timedelta(hours=47), None),
        ("backup.age", timedelta(hours=49), Severity.FAULT),
        ("audit.checkpoints", timedelta(hours=47), None),
        ("audit.checkpoints", timedelta(hours=49), Severity.FAULT),
    ],
)
def test_O07_O02_what_is_old_is_named(
    healthy: Installation, name: str, later: timedelta, severity: Severity | None
) -> None:
    severities = {each.severity for each in found(name, Examination(at=healthy.at + later))}
    assert severities == ({severity} if severity else set())


def test_O02_without_a_backup_or_a_proven_restore_both_are_asked_for(
    installation: Installation,
) -> None:
    asked = found("backup.age", Examination(at=installation.at))
    assert [each.severity for each in asked] == [Severity.FAULT, Severity.NOTICE]
    assert [str(each.what) for each in asked] == [
        "Belum ada cadangan.",
        "Belum ada pemulihan yang terbukti.",
    ]


def test_O07_a_full_disk_is_named(healthy: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("machine.disk", Examination(at=healthy.at)) == []
    monkeypatch.setattr("prakarsa.operations.checkups.machine.LEAST_BYTES", 2**62)
    severities = {each.severity for each in found("machine.disk", Examination(at=healthy.at))}
    assert severities == {Severity.FAULT}


def test_O07_changed_and_broken_rulebooks_are_named(
    healthy: Installation, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "prakarsa"
    shutil.copytree(Path(settings.PACKAGE) / "rulebooks", copy / "rulebooks")
    settings.PACKAGE = copy
    assert found("rulebooks.digest", Examination(at=healthy.at)) == []
    with (copy / "rulebooks" / "index" / "2026.toml").open("a") as file:
        file.write("\n# changed\n")
    changed = found("rulebooks.digest", Examination(at=healthy.at))
    assert [str(each.what) for each in changed] == ["Buku aturan berubah sejak terakhir dimuat."]


def test_O07_a_misspelt_setting_is_named_with_the_right_one(
    healthy: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAKARSA_PROXIS", "1")
    said = {
        (str(each.what), str(each.remedy)) for each in found("settings", Examination(at=healthy.at))
    }
    assert ("PRAKARSA_PROXIS bukan setelan Prakarsa.", "Maksudnya PRAKARSA_PROXIES?") in said


def test_O07_a_check_that_fails_is_a_fault_and_stops_no_other(
    healthy: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_examination: Examination) -> Iterator[Finding]:
        raise LookupError("secret words")

    one = Checkup(name="tests.broken", label="Rusak", proves="-", run=broken)
    monkeypatch.setitem(checkups._checkups, "tests.broken", one)
    outcomes = {each.checkup.name: each for each in examine(Examination(at=healthy.at))}
    assert str(outcomes["tests.broken"].findings[0].what) == (
        "Pemeriksaan ini sendiri gagal (LookupError)."
    )
    assert [name for name, each in outcomes.items() if each.is_faulty] in (
        ["tests.broken"],
        ["database.settings", "tests.broken"],  # The tests sign in as superuser of PostgreSQL.
    )


def test_O07_the_command_exits_with_1_on_a_fault_and_0_without(healthy: Installation) -> None:
    ours = {"PRAKARSA_PROFILE": "demo"}
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite:
        assert healthy.run("doctor", **ours).returncode == 0
    a_path().unlink()
    done = healthy.run("doctor", "--json", **ours)
    assert done.returncode == 1
    outcomes = {each["name"]: each for each in json.loads(done.stdout)}
    assert outcomes["files.store"]["is_faulty"] is True
    assert outcomes["jobs.leases"]["findings"] == []
    table = healthy.run("doctor", **ours).stdout
    assert "[X] Berkas tersimpan" in table
    assert "[ ] Pekerjaan" in table
