"""What the first start makes is readable by its owner alone, whatever the machine's habit."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from tests.accounts.test_production import COMPLETE

CLI = (sys.executable, "-m", "prakarsa.cli")


def run(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as on a new machine, where others may read what is made without care."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    own = {
        "PRAKARSA_PROFILE": "demo",
        "PRAKARSA_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/prakarsa.sqlite3",
    }
    return subprocess.run(
        [*CLI, *words], env=kept | own | settings, umask=0o022, text=True, capture_output=True,
        check=False,
    )  # fmt: skip


def open_to_others(folder: Path) -> list[str]:
    """Return what of a folder, itself and its keys included, others may touch or look into."""
    paths = [folder, *folder.iterdir()]
    return [each.name for each in paths if stat.S_IMODE(each.stat().st_mode) & 0o077]


def test_everything_of_a_first_start_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    made = run(folder, "migrate")
    assert (made.returncode, made.stderr) == (0, "")
    assert run(folder, "audit", "checkpoint").returncode == 0
    names = {each.name for each in folder.iterdir()}
    assert names == {"prakarsa.sqlite3", "secret.key", "checkpoint.key", "checkpoints"}
    assert open_to_others(folder) == []


def test_writing_down_a_command_makes_no_open_database(tmp_path: Path) -> None:
    """What runs until it is stopped is written down first; here it is refused before it begins."""
    folder = tmp_path / "var"
    refused = run(folder, "demo", **COMPLETE)
    assert "Data contoh tidak dimuat ke basis data produksi." in refused.stderr
    assert "Jejak audit" not in refused.stderr
    assert not (folder / "prakarsa.sqlite3").exists()
