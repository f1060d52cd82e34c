"""One installation to work on: a folder, a database, and how its processes are started."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder of its own and the address of a database that is empty at first."""

    folder: Path
    address: str
    port: int = 0

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment of a process of this installation; what it leaves is seen."""
        temporary = self.folder / "temporary"
        temporary.mkdir(parents=True, exist_ok=True)
        return {
            **os.environ,
            "PRAKARSA_PROFILE": "demo",
            "PRAKARSA_FOLDER": str(self.folder / "installation"),
            "PRAKARSA_LOG_LEVEL": "ERROR",
            "PRAKARSA_ADDRESS": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, ["src", ".", os.environ.get("PYTHONPATH")])),
            "TMPDIR": str(temporary),
            # The crowd asks more often than people do.
            **{f"PRAKARSA_LIMIT_{name}": "1000000" for name in ("UPLOADS", "EXPORTS", "SEARCHES")},
            **changes,
        }

    @property
    def log(self) -> Path:
        """The file that all processes write their log lines to."""
        return self.folder / "log"

    def command(self, *arguments: str) -> list[str]:
        """Return the command `prakarsa …`."""
        return [sys.executable, "-m", "prakarsa.cli", *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `prakarsa …` to its end."""
        return subprocess.run(
            self.command(*arguments), env=self.environment(), capture_output=True, text=True,
            check=False, timeout=600,
        )  # fmt: skip
