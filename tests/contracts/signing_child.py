"""A process that signs contracts and changes them without end, until it is killed."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import django


def main(seed: int) -> None:
    """Do the next act on a contract of choice: sign a place, amend, take back."""
    django.setup()
    from prakarsa.contracts.actions.changing import Amendment, amend_contract, take_back
    from prakarsa.contracts.actions.signing import Shown, sign_contract
    from prakarsa.contracts.content import read_text
    from prakarsa.contracts.models import PerformanceContract
    from prakarsa.contracts.queries import turn_of, version_in_force, waiting_version
    from prakarsa.foundation.time import now
    from prakarsa.organisations.models import Membership
    from prakarsa.organisations.seats import seat_of

    rows = Membership.objects.select_related("person", "region", "agency").filter(region="99.01")
    seats = {each.role: seat_of(each) for each in rows}
    chance = random.Random(seed)
    while True:
        contract = chance.choice(list(PerformanceContract.objects.all()))
        waiting, at = waiting_version(contract), now()
        if waiting is None:
            version = version_in_force(contract)
            assert version is not None
            terms = replace(read_text(version.content).terms, definition=f"Definisi {at}")
            amend_contract(
                seat=seats["secretariat"], contract=contract, version=contract.version, at=at,
                amendment=Amendment(terms=terms, reason="Begitu."),
            )  # fmt: skip
        elif contract.state == "amending" and chance.random() < 0.2:
            take_back(
                seat=seats["secretariat"], contract=contract, version=contract.version, at=at,
                reason="Salah.",
            )  # fmt: skip
        else:
            place = turn_of(waiting).place
            assert place is not None
            sign_contract(
                seat=seats[place.role.value], contract=contract, proved_at=at, at=at,
                shown=Shown(sha256=waiting.sha256, order=place.order),
            )  # fmt: skip
        print(contract.pk, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
