"""After the kills: is everything there that was confirmed, once, and nothing half?"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bench.soak.people import FORM_FILE, NEW, PIECES, VERDICT, Act
from bench.soak.tally import Tally
from prakarsa.audit.verification import verify
from prakarsa.evidence.models import LevelEntry, Proof
from prakarsa.files import storage
from prakarsa.files.actions import sweep
from prakarsa.foundation.time import now
from prakarsa.registry.models import Innovation

if TYPE_CHECKING:
    from bench.soak.site import Site

# What the doctor says of the machine or of the operator's habits is no half state.
NOT_OF_STATE = ("settings", "database.settings", "machine.", "backup.")


def reckon(site: Site, tally: Tally) -> None:
    """Compare what was confirmed with what is there, sweep as every night, and ask the doctor."""
    for act in site.journal.confirmed:
        count = count_of(act)
        if count != 1:
            tally.fault(f"{act.kind} {act.name}: confirmed once, there {count} times")
            tally.add(act.kind, lost=int(count == 0), twice=int(count > 1))
    acts = site.journal.confirmed
    tally.facts["acts confirmed"] = (
        f"{len(acts)}, all there once" if not tally.faults else str(len(acts))
    )
    resumed = [act.resumed_at for act in acts if act.resumed_at]
    tally.facts["uploads that went on in the middle"] = str(len(resumed))
    report = verify()
    tally.facts["audit entries"] = f"{report.entries}, whole: {report.is_whole}"
    tally.facts["bytes without a row, swept"] = str(sweep_as_later())
    tally.facts["left in the temporary folder"] = left_behind(
        site.installation.folder / "temporary"
    )
    ask_doctor(site, tally)


def count_of(act: Act) -> int:
    """Return how often what an act did is there."""
    if act.kind == NEW:
        return Innovation.objects.filter(name=act.name).count()
    if act.kind == VERDICT:
        return LevelEntry.objects.filter(reason=act.name).count()
    assert act.kind in (PIECES, FORM_FILE)
    proofs = Proof.objects.filter(file__sha256=act.name, removed_at=None)
    return sum(storage.hash_of(storage.path_of(each.file.key)) == act.name
               for each in proofs.select_related("file") if each.file)  # fmt: skip


def sweep_as_later() -> int:
    """Make every file old, and sweep as the worker does every night; return what was removed."""
    for path in storage.store_folder().glob("*/*"):
        os.utime(path, (0, 0))
    return sweep(at=now()).orphans


def left_behind(folder: Path) -> str:
    """Return what killed processes left in the folder for temporary files."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    return f"{len(paths)} files, {size / 1e6:.1f} MB"


def ask_doctor(site: Site, tally: Tally) -> None:
    """Run `prakarsa doctor --deep` as an operator would."""
    done = site.installation.run("doctor", "--deep", "--json")
    outcomes = json.loads(done.stdout)
    noted = 0
    for outcome in outcomes:
        is_of_state = not outcome["name"].startswith(NOT_OF_STATE)
        for finding in outcome["findings"]:
            noted += 1
            if is_of_state and finding["severity"] == "fault":
                tally.fault(f"doctor, {outcome['name']}: {finding['what']}")
    faults = [text for text in tally.faults if text.startswith("doctor")]
    tally.facts["doctor --deep"] = (
        f"{len(outcomes)} checks, {len(faults)} half states, orphans or missing files "
        f"({noted} remarks on this machine)"
    )
