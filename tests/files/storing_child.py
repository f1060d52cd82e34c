"""A process that keeps and removes files without end, until it is killed."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import django


def keep_files(folder: Path, seed: int) -> None:
    """Keep files of many sizes, remove some, and name each on standard output."""
    django.setup()
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile

    from prakarsa.files import actions
    from prakarsa.files.models import StoredFile
    from prakarsa.formats import kinds
    from prakarsa.foundation.time import now
    from prakarsa.organisations.models import Membership
    from prakarsa.organisations.seats import seat_of

    settings.PRAKARSA_FILES = folder
    seat = seat_of(Membership.objects.select_related("person", "region").get(role="operator"))
    chance = random.Random(seed)
    while True:
        stored = actions.store_upload(
            seat=seat,
            upload=SimpleUploadedFile("tabel.csv", b"nama\n" * chance.randrange(1, 100_000)),
            allowed=kinds.TABLES,
            purpose=StoredFile.Purpose.SOURCE,
            region=seat.region,
            agency=None,
            limit_bytes=kinds.MEGABYTE,
            at=now(),
        )
        print(stored.key, flush=True)
        if chance.random() < 0.3:
            actions.remove_file(actor=seat.actor, stored=stored, at=now())


if __name__ == "__main__":
    keep_files(Path(sys.argv[1]), int(sys.argv[2]))
