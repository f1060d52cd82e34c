"""Command line: answer what people ask about their own data, within 3 x 24 hours."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.accounts.command_line import account_of, actor_for
from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record_export
from prakarsa.audit.actors import Actor
from prakarsa.foundation.time import now
from prakarsa.foundation.writing import moment
from prakarsa.operations.erasing import StillServing, erase_person
from prakarsa.operations.holdings import write_copy
from prakarsa.operations.requests import (
    Request,
    Wish,
    answer_request,
    open_requests,
    receive_request,
)

OVERDUE = 1
AS = click.option("--as", "actor_address", help="Act as this person instead of the system.")


@click.command()
@click.argument("address")
@click.option("--wish", type=click.Choice(Wish.values), required=True)
@AS
def request(*, address: str, wish: str, actor_address: str | None) -> None:
    """Write down that ADDRESS asks something about their data; prints number, key and due time."""
    person, at = account_of(address), now()
    actor = actor_for(actor_address, "person-request")
    received = receive_request(actor=actor, person=person, wish=Wish(wish), at=at)
    click.echo(_("Permintaan %(number)d, orang %(key)s, dijawab paling lambat %(due)s.") % {
        "number": received.number, "key": person.key, "due": moment(received.due_at),
    })  # fmt: skip


@click.command()
def requests() -> None:
    """List what waits for an answer; exit 1 when something is overdue."""
    at, waiting = now(), open_requests()
    for each in waiting:
        late = _("LEWAT") if each.due_at < at else _("menunggu")
        words = Wish(each.wish).label
        click.echo(f"{each.number}  {late}  {words}  {each.person_key}  {moment(each.due_at)}")
    if not waiting:
        click.echo(_("Tidak ada permintaan yang menunggu."))
    if any(each.due_at < at for each in waiting):
        raise SystemExit(OVERDUE)


@click.command()
@click.argument("number", type=int)
@click.option("--how", required=True, help="In a few words, without any data.")
@AS
def answer(*, number: int, how: str, actor_address: str | None) -> None:
    """Write down that request NUMBER was answered."""
    found = [each for each in open_requests() if each.number == number]
    if not found:
        raise click.ClickException(f"Tidak ada permintaan {number} yang menunggu.")
    actor = actor_for(actor_address, "person-answer")
    answer_request(actor=actor, request=found[0], how=how, at=now())
    click.echo(_("Permintaan %d dijawab.") % number)


@click.command()
@click.argument("address")
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), required=True)
@AS
def copy(*, address: str, path: Path, actor_address: str | None) -> None:
    """Write a ZIP with everything that is held of ADDRESS, for them alone."""
    person, at = account_of(address), now()
    actor = actor_for(actor_address, "person-copy")
    if path.exists():
        raise click.ClickException(f"{path} sudah ada.")
    rows = write_copy(path, person, at=at)
    with transaction.atomic():
        record_export(
            actor=actor, what="person-copy", at=at, region_code="",
            filters={"person": str(person.key)}, rows=rows,
        )  # fmt: skip
        _answer_all(actor, person, Wish.COPY)
    click.echo(_("%(rows)d baris ditulis ke %(path)s.") % {"rows": rows, "path": path})


@click.command()
@click.argument("address")
@click.option("--reason", required=True, help="Why; the audit keeps it. Name no data.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask again.")
@AS
def erase(*, address: str, reason: str, is_sure: bool, actor_address: str | None) -> None:
    """Erase what is held of ADDRESS; what they did stays, without their name."""
    person = account_of(address)
    actor = actor_for(actor_address, "person-erase")
    if not is_sure:
        click.confirm(_("Hapus data %s? Ini tidak dapat dibatalkan.") % address, abort=True)
    try:
        erased = erase_person(actor=actor, person=person, reason=reason, at=now())
    except StillServing:
        raise click.ClickException(
            "Orang ini masih memegang peran. Nonaktifkan akunnya lebih dulu."
        ) from None
    _answer_all(actor, person, Wish.ERASURE)
    click.echo(_("Dihapus. %d isi catatan audit dikosongkan.") % erased.payloads)
    for table, count in erased.mentions.items():
        click.echo(_("Masih disebut di %(table)s: %(count)d baris.") % {
            "table": table, "count": count,
        })  # fmt: skip


def _answer_all(actor: Actor, person: Person, wish: Wish) -> None:
    """Close what this command has just answered."""
    for each in _waiting(person, wish):
        answer_request(actor=actor, request=each, how=wish.value, at=now())


def _waiting(person: Person, wish: Wish) -> list[Request]:
    rows = open_requests()
    return [each for each in rows if (each.person_key, each.wish) == (str(person.key), wish.value)]
