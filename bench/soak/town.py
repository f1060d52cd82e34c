"""The invented town that is worked on, made by the acts themselves, and what its people do."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak.people import (
    FORM_FILE,
    NEW,
    PIECES,
    VERDICT,
    Act,
    Decide,
    GiveFile,
    GiveInPieces,
    Place,
    Record,
    make_paper,
)
from prakarsa.calendars.actions import open_window
from prakarsa.evidence.actions import Claim, claim_level
from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries import allowed_kinds
from prakarsa.evidence.queries.scope import new_answer
from prakarsa.files.actions import keep_made_file
from prakarsa.files.models import StoredFile
from prakarsa.formats.kinds import MEDIA_TYPES, Kind
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Submission
from prakarsa.rules.index.edition import require_edition
from tests.evidence.builders import make_innovation
from tests.worlds import World, make_agency, make_person, make_world

YEAR, UNITS = 2026, 12
ACCEPT, RETURN = "accept", "return"
REPORTS_GIVEN, REPORTS_DECIDED, PAPER_BYTES = 24, 8, 400_000
THICK_BYTES = 1_000_000
CLERKS = {PIECES: Role.OPERATOR, FORM_FILE: Role.OPERATOR, NEW: Role.OPERATOR,
          VERDICT: Role.VERIFIER}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """The people, the reports that get files, those that are decided on, one that is packed."""

    world: World
    given: list[Submission]
    decided: list[Submission]
    thick: Submission
    units: list[Agency]

    def cookies(self, kind: str) -> str:
        """Return the cookies of the person who does a kind of act, just signed in."""
        client = self.world.client(CLERKS[kind])
        return "; ".join(f"{each.key}={each.value}" for each in client.cookies.values())

    def acts(self, kind: str, seed: int) -> Iterator[Act]:
        """Give acts of a kind without end; each has a name that exists once."""
        dice = random.Random(f"{seed} {kind}")
        makers = {PIECES: self._pieces, FORM_FILE: self._files, VERDICT: self._verdicts,
                  NEW: self._records}  # fmt: skip
        return makers[kind](dice)

    def _pieces(self, dice: random.Random) -> Iterator[Act]:
        for place in self._places(self.given[::2]):
            paper = make_paper(PAPER_BYTES, dice)
            yield GiveInPieces(digest_of(paper), place, paper)

    def _files(self, dice: random.Random) -> Iterator[Act]:
        for place in self._places(self.given[1::2]):
            paper = make_paper(PAPER_BYTES, dice)
            yield GiveFile(digest_of(paper), place, paper)

    def _verdicts(self, dice: random.Random) -> Iterator[Act]:
        latest: dict[Place, str] = {}
        for number, place in enumerate(self._places(self.decided)):
            may_return = latest.get(place) != RETURN and dice.random() < 0.25
            latest[place] = RETURN if may_return else ACCEPT
            yield Decide(f"Alasan {number:06d}", place, latest[place], dice.randrange(4))

    def _records(self, _dice: random.Random) -> Iterator[Act]:
        for number in itertools.count(1):
            yield Record(f"INOVASI BARU {number:06d}", str(self.world.ward.pk))

    def _places(self, submissions: list[Submission]) -> Iterator[Place]:
        """Give each indicator of each report in turn, and again."""
        places = [Place(report.key, code) for code in plain_indicators() for report in submissions]
        return itertools.cycle(places)


def digest_of(paper: bytes) -> str:
    """Return the sha256 by which a file is found again."""
    return hashlib.sha256(paper).hexdigest()


def plain_indicators() -> list[str]:
    """Return the indicators that are claimed by a level alone and take a PDF."""
    plain = [row.code for row in require_edition(YEAR).sid
             if not row.bases and not row.scales and row.numeric is None]  # fmt: skip
    return [code for code in plain
            if Kind.PDF in allowed_kinds(Answer(edition_year=YEAR, indicator=code))]  # fmt: skip


def make_town(at: datetime, thick_files: int) -> Town:
    """Fill the migrated, empty database."""
    world = make_world()
    open_window(
        seat=world.seat(Role.SECRETARIAT), edition_year=YEAR, opens_at=at - timedelta(days=30),
        closes_at=at + timedelta(days=30), source="Surat contoh", at=at,
    )  # fmt: skip
    units = [make_agency(world.home, f"Dinas {number:02d}", "opd") for number in range(UNITS)]
    for unit in units:
        make_person(f"Operator {unit.name}", Role.OPERATOR, world.home, unit)
    count = REPORTS_GIVEN + REPORTS_DECIDED + 1
    reports = [make_innovation(world, f"LAPORAN {number:02d}") for number in range(count)]
    seat = world.seat(Role.OPERATOR)
    for report in reports:
        for code in plain_indicators():
            claim_level(
                seat=seat, answer=new_answer(report, code), claim=Claim(level=2), version=None,
                at=at,
            )  # fmt: skip
    thick = reports.pop()
    make_thick(seat, thick, thick_files, at)
    return Town(world, reports[:REPORTS_GIVEN], reports[REPORTS_GIVEN:], thick, units)


def make_thick(seat: Seat, report: Submission, count: int, at: datetime) -> None:
    """Put so many files under a report that its pack takes a while."""
    answers = list(Answer.objects.filter(submission=report).order_by("indicator"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bukti.pdf"
        for number in range(count):
            path.write_bytes(random.Random(number).randbytes(THICK_BYTES))
            stored = keep_made_file(
                path=path, name=f"bukti {number}.pdf", media_type=MEDIA_TYPES[Kind.PDF],
                actor=seat.actor, owner=seat.person, membership=None, region=seat.region, at=at,
                purpose=StoredFile.Purpose.EVIDENCE,
            )  # fmt: skip
            Proof.objects.create(
                answer=answers[number % len(answers)], file=stored, added_by_key=seat.actor.key,
                added_at=at,
            )  # fmt: skip
