"""Disks that fill up: of the files, of temporary files, of the database.

Each is a small volume filled to the last byte. What needs room must be refused in words and leave
nothing, what needs none must work, reading too; with room again all goes on without a restart.
"""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from bench.soak.installation import Installation
from bench.soak.people import FORM_FILE, KINDS, NEW, PIECES, VERDICT, Act, Browser, NotNow, Strange
from bench.soak.results import write_result
from bench.soak.site import Site, open_site, wait_for
from bench.soak.tally import Tally
from bench.soak.volumes import filled

# What people read when there is no room.
CLEAR, MOST_TRIES = "penuh", 300
PAGES = ("/beranda/", "/inovasi/", "/antrean/", "/pekerjaan/", "/")
WORKS, REFUSED = "works", "refused in words"


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume, and the kinds of act that cannot be done without room on it."""

    name: str
    folder: Path
    stops: frozenset[str]


class Trial:
    """One full volume: acts tried while it is full, and once more when there is room again."""

    def __init__(self, site: Site, volume: Volume, acts: dict[str, Iterator[Act]]) -> None:
        self.site, self.volume = site, volume
        self.browsers = {
            kind: Browser(site.installation.port, site.town.cookies(kind)) for kind in KINDS
        }
        self.supply, self.acts = acts, {kind: next(acts[kind]) for kind in KINDS}

    def run(self, tally: Tally) -> None:
        """Fill the volume and look, give room and look again."""
        with filled(self.volume.folder):
            for kind in KINDS:
                wanted = REFUSED if kind in self.volume.stops else WORKS
                self.expect(tally, kind, wanted, "while full")
            self.read(tally)
        for kind in KINDS:
            self.expect(tally, kind, WORKS, "with room again")
            if self.acts[kind] not in self.site.journal.confirmed:
                self.site.journal.confirmed.append(self.acts[kind])
        stopped = ", ".join(sorted(self.volume.stops))
        tally.facts[f"{self.volume.name} full"] = f"refused in words: {stopped}; the rest works"

    def expect(self, tally: Tally, kind: str, wanted: str, when: str) -> None:
        """Try an act and note what is not as it must be."""
        from bench.soak.reckoning import count_of

        found = self.outcome(kind, wanted)
        if not found.startswith(wanted):
            tally.fault(f"{self.volume.name} {when}: {kind}: {found}")
        elif wanted == REFUSED and count_of(self.acts[kind]):
            tally.fault(f"{self.volume.name} {when}: {kind} was refused and is there")

    def outcome(self, kind: str, wanted: str) -> str:
        """Do an act, and while it should not work more of them: old pages may have room."""
        for _try in range(MOST_TRIES):
            found = self.tried(kind)
            if wanted == WORKS or found != WORKS:
                break
            self.site.journal.confirmed.append(self.acts[kind])
            self.acts[kind] = next(self.supply[kind])
        return found

    def tried(self, kind: str) -> str:
        """Do an act and say what came of it."""
        try:
            self.acts[kind].perform(self.browsers[kind])
        except (NotNow, Strange) as said:
            return REFUSED if CLEAR in str(said) else str(said)[:400]
        except (OSError, http.client.HTTPException) as problem:
            self.browsers[kind].close()
            return f"broken off: {problem!r}"
        return WORKS

    def read(self, tally: Tally) -> None:
        """Ask for pages, and for the bytes of a file."""
        from prakarsa.evidence.models import Proof

        proof = Proof.objects.filter(answer__submission=self.site.town.thick).first()
        assert proof is not None
        browser = self.browsers[VERDICT]
        for address in (*PAGES, f"/bukti/berkas/{proof.key}/"):
            try:
                status = browser.ask("GET", address).status
            except NotNow as said:
                status = said.answer.status
            if status != 200:
                tally.fault(f"{self.volume.name} while full: {address}: {status}")


def try_pack(site: Site, volume: Volume, tally: Tally) -> None:
    """Ask for an export while there is no room for it, and see it done afterwards."""
    from prakarsa.foundation.time import now
    from prakarsa.jobs.actions import retry
    from prakarsa.jobs.models import Job

    def state() -> str:
        task.job.refresh_from_db()
        return str(task.job.state)

    with filled(volume.folder):
        task = site.office.ask("evidence.pack")
        wait_for(lambda: state() == "failed" or bool(task.job.problem), "the pack hangs")
        words = task.job.problem
    if state() == Job.State.FAILED:
        retry(seat=site.office.seat, job=task.job, at=now())
    wait_for(lambda: state() == Job.State.DONE, "the pack is not made when there is room again")
    if CLEAR not in words or task.effects() != 1:
        tally.fault(f"{volume.name} full: export pack: {words!r}, {task.effects()} effects")


def main() -> None:
    """Fill the volumes of one town: `… FOLDER PORT SEED DATABASE_FOLDER`."""
    folder, port, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    django.setup()
    from bench.soak.reckoning import reckon

    installation = Installation(folder, os.environ["DATABASE_URL"], port)
    files = Volume("files", folder / "installation" / "files", frozenset({PIECES, FORM_FILE}))
    temporary = Volume("temporary files", folder / "temporary", frozenset({FORM_FILE}))
    everything = frozenset({PIECES, FORM_FILE, VERDICT, NEW})
    database = Volume("database", Path(sys.argv[4]), everything)
    tally = Tally()
    with open_site(installation, seed, tally, has_crowd=False) as site:
        acts = {kind: site.town.acts(kind, seed) for kind in KINDS}
        for volume in (files, temporary, database):
            Trial(site, volume, acts).run(tally)
        for volume in (files, temporary):
            try_pack(site, volume, tally)
        site.close(tally)
        reckon(site, tally)
    write_result(folder, tally)


if __name__ == "__main__":
    main()
