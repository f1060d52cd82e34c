"""What the doctor looks at that belongs to no single package: settings, database, machine."""

from prakarsa.operations.checkups import backups, databases, machine, requests, settings

__all__ = ["backups", "databases", "machine", "requests", "settings"]
