"""`python -m prakarsa.site.bound PARENT COMMAND …`: become a command that ends with its parent.

The kernel sends the signal, so it comes also when the parent was killed and could say nothing. It
is a program of its own because the wish must be made in the process that becomes the command.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# `man 2 prctl`; the wish survives the exec.
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask the kernel for the signal, see whether it came too late, and become the command."""
    parent, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != int(parent):
        raise SystemExit(1)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
