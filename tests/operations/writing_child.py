"""A process that keeps and removes files without end, until it is killed."""

from __future__ import annotations

import random
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import django


def main(seed: int) -> None:
    """Keep files of many sizes and remove about half of them, each in a transaction of its own."""
    django.setup()
    from django.db import transaction

    from prakarsa.files import actions
    from prakarsa.foundation.time import now
    from prakarsa.organisations.models import Membership
    from prakarsa.organisations.seats import seat_of

    rows = Membership.objects.select_related("person", "region").filter(role="operator")
    seat = seat_of(rows.order_by("pk")[0])
    chance, kept = random.Random(seed), []
    with TemporaryDirectory() as folder:
        source = Path(folder) / "source.csv"
        while True:
            source.write_bytes(b"nama\n" * chance.randrange(1, 20_000))
            kept.append(
                actions.keep_made_file(
                    path=source, name="isi.csv", media_type="text/csv", actor=seat.actor,
                    owner=seat.person, membership=None, region=seat.region, at=now(),
                    expires_at=now() + timedelta(days=7),
                )
            )  # fmt: skip
            print(kept[-1].key, flush=True)
            if chance.random() < 0.5:
                chance.shuffle(kept)
                with transaction.atomic():
                    actions.remove_file(actor=seat.actor, stored=kept.pop(), at=now())


if __name__ == "__main__":
    main(int(sys.argv[1]))
