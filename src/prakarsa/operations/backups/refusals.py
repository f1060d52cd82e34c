"""Why a backup was not made or not taken back; the sentence is for whoever typed the command."""

from __future__ import annotations


class Refused(Exception):
    """The command did nothing, or says where it keeps what was there before."""


class Damaged(Refused):
    """The backup is not what was once written; nothing of it was used."""
