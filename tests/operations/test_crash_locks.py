"""M03, L03: acts of many kinds at once end all, and none of them waits in a circle."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

from prakarsa.audit.verification import verify
from prakarsa.evidence.actions import (
    FinalLevel,
    Verdict,
    add_proof,
    decide_level,
    record_final_levels,
)
from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.formats.workbooks import read_table
from prakarsa.jobs.actions import enqueue
from prakarsa.jobs.models import Job
from prakarsa.organisations.roles import Role
from prakarsa.registry.actions import change_innovation, create_innovation
from prakarsa.registry.actions.imports import import_innovations
from prakarsa.registry.importing.plan import plan_innovations
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from tests.crowds import at_once, crowd, seats
from tests.evidence.builders import claimed, make_innovation, open_window
from tests.jobs import kinds_for_tests
from tests.worlds import AT, World, make_world

SOURCE = Path("src/prakarsa")
INDICATORS = ("16", "17", "18", "19")
ROWS, KINDS = 3, ("Digital", "Nondigital")
WORDS = {"draft", "proof", "verdict", "table", "finals", "waiting", "change"}
# Another act on the same row may be faster; whoever acts then reads why.
FASTER = {"Stale", "too late"}
assert kinds_for_tests.STEPS == 5


def row_locks() -> list[tuple[str, ast.Call]]:
    """Return every call that locks rows, with its place."""
    return [
        (f"{path}:{node.lineno}", node)
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
    ]


def test_M03_who_locks_a_row_lets_others_refer_to_it() -> None:
    """PostgreSQL: a full lock stops every new row that names the locked one, at its commit.

    There the other already holds the head of the audit chain, which the first one needs next.
    """
    locks = row_locks()
    assert len(locks) > 20
    assert [
        place for place, node in locks if "no_key" not in {key.arg for key in node.keywords}
    ] == []


def said(word: str, act: Callable[[], object]) -> Callable[[], str]:
    """Return an act that answers with a word when it is done."""

    def done() -> str:
        act()
        return word

    return done


class Town:
    """A region in which every kind of act is waiting to be done."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        open_window(world.home)
        reports = [make_innovation(world, f"LAPORAN {number}") for number in range(4)]
        self.answers = [claimed(world, report, code) for report in reports for code in INDICATORS]
        self.operators = seats(world, Role.OPERATOR)[:4]
        self.drafts = [
            create_innovation(seat=seat, name=f"DRAF {number}", agency=world.ward, at=AT)
            for number, seat in enumerate(self.operators)
        ]
        self.verifiers = seats(world, Role.VERIFIER)[:4]

    def doers(self, count: int) -> list[Callable[[], str]]:
        """Return acts of every kind in turn, many on the same few rows."""
        makers = (
            self.new, self.proof, self.verdict, self.table, self.finals, self.job, self.change,
        )  # fmt: skip
        return [makers[number % len(makers)](number) for number in range(count)]

    def new(self, number: int) -> Callable[[], str]:
        seat = self.operators[number % 4]
        name = f"BARU {number}"
        return lambda: create_innovation(seat=seat, name=name, agency=self.world.ward, at=AT).state

    def proof(self, number: int) -> Callable[[], str]:
        seat, answer = self.operators[number % 4], self.answers[number % len(self.answers)]
        link = f"https://contoh.invalid/{number}"
        return said("proof", lambda: add_proof(seat=seat, answer=answer, link=link, at=AT))

    def verdict(self, number: int) -> Callable[[], str]:
        seat, answer = self.verifiers[number % 4], self.answers[number % len(self.answers)]

        def decide() -> str:
            version = Answer.objects.get(pk=answer.pk).version
            decide_level(
                seat=seat, answer=answer, verdict=Verdict.ACCEPT, level=1, reason=f"a {number}",
                version=version, at=AT,
            )  # fmt: skip
            return "verdict"

        return decide

    def table(self, number: int) -> Callable[[], str]:
        """Import some new innovations, and change two that others have in hand."""
        path = self.folder / f"{number}.csv"
        lines = [
            f"IMPOR {number} {row},Kota Contoh,Kelurahan Melati,Digital" for row in range(ROWS)
        ]
        others = (number % 4, (number + 1) % 4)
        lines += [
            f"DRAF {each},Kota Contoh,Kelurahan Melati,{KINDS[number % 2]}" for each in others
        ]
        path.write_text("\n".join(["Judul Inovasi,Pemda,Admin OPD,Jenis", *lines]))
        plan = plan_innovations(read_table(path), allowed=[self.world.home])
        actor = self.world.seat(Role.SECRETARIAT).actor
        return said("table", lambda: import_innovations(plan=plan, actor=actor, at=AT))

    def change(self, number: int) -> Callable[[], str]:
        seat, draft = self.operators[number % 4], self.drafts[number % 4]
        values = {"summary": f"Ringkasan {number}"}
        return said("change", lambda: change_innovation(
            seat=seat, innovation=draft, part=Part.NAME, values=values, at=AT
        ))  # fmt: skip

    def finals(self, number: int) -> Callable[[], str]:
        seat = self.world.seat(Role.SECRETARIAT)
        finals = [FinalLevel(answer, number % 4) for answer in self.answers]
        finals = finals[::-1] if number % 2 else finals
        return said("finals", lambda: record_final_levels(
            seat=seat, finals=finals, reason=f"berkas {number}", at=AT
        ))  # fmt: skip

    def job(self, number: int) -> Callable[[], str]:
        seat = self.operators[number % 4]
        return lambda: (
            enqueue(
                kind="tests.count", seat=seat, parameters={}, idempotency_key=str(number), at=AT
            ).state
        )


def test_M03_L03_acts_of_every_kind_at_once_never_wait_in_a_circle(
    shared_database: str, tmp_path: Path
) -> None:
    town = Town(make_world(), tmp_path)
    doers = town.doers(crowd())
    told = at_once(doers)
    assert [each for each in told if each.partition(":")[0] not in WORDS | FASTER] == []
    assert len(told) == crowd()
    assert Innovation.objects.filter(name__startswith="BARU").count() == told.count("draft")
    assert Proof.objects.count() == told.count("proof")
    assert Job.objects.count() == told.count("waiting")
    assert verify().is_whole
    verdicts = LevelEntry.objects.filter(kind=LevelEntry.Kind.VERIFIED, level_after=1)
    assert verdicts.count() == told.count("verdict")
