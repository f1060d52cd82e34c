"""The long runs: 200 random kills while files are kept. Takes about ten minutes."""

from __future__ import annotations

import os
import subprocess
import sys

KILLS = "200"


def main() -> int:
    """Run the kill tests with many rounds and return their exit status."""
    environment = {**os.environ, "PRAKARSA_PROFILE": "test"}
    environment.setdefault("PRAKARSA_KILLS", KILLS)
    command = [sys.executable, "-m", "pytest", "-q", "tests/files/test_kills.py"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
