"""Who a command on the server acts as, and on whom."""

from __future__ import annotations

import click

from prakarsa.accounts.models import Person
from prakarsa.accounts.queries import person_with_address
from prakarsa.audit.actors import Actor, system_actor


def actor_for(address: str | None, command: str) -> Actor:
    """Return the named system actor, or the person whose address was given with --as."""
    if not address:
        return system_actor(command)
    person = person_with_address(address)
    if person is None or not person.is_active:
        raise click.BadParameter(
            f"Tidak ada akun aktif dengan alamat {address}.", param_hint="--as"
        )
    return Actor(key=str(person.key), role="command")


def account_of(address: str) -> Person:
    """Return the account of an address, active or not; end the command when there is none."""
    person = person_with_address(address)
    if person is None:
        raise click.ClickException(f"Tidak ada akun dengan alamat {address}.")
    return person
