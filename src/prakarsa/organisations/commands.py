"""Command line: load agencies from a table, invite the first people, reset a lost factor."""

from __future__ import annotations

from pathlib import Path

import click

from prakarsa.accounts import actions as accounts
from prakarsa.accounts.command_line import account_of, actor_for
from prakarsa.audit.actors import system_actor
from prakarsa.formats.workbooks import Table, UnreadableFile, read_table
from prakarsa.foundation.time import now
from prakarsa.organisations.actions import open_first_seat
from prakarsa.organisations.importing import COLUMNS, Outcome, plan_agencies, write_agencies
from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import Role

WRONG_INPUT = 2
FIRST_ROLES = (Role.PLATFORM_ADMIN.value, Role.SECRETARIAT.value)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--as", "address", help="Act as this person instead of the system.")
def import_agencies(*, file: Path, dry_run: bool, address: str | None) -> None:
    """Import agencies from FILE (CSV or XLSX with region, name, type, parent, source)."""
    plan = plan_agencies(_read(file).records(), allowed=Region.objects.all())
    for row in plan:
        if row.outcome is Outcome.ERROR:
            click.echo(f"Baris {row.number}: {row.reason}", err=True)
    counts = {outcome: sum(row.outcome is outcome for row in plan) for outcome in Outcome}
    if counts[Outcome.ERROR]:
        raise SystemExit(WRONG_INPUT)
    if not dry_run:
        write_agencies(plan, actor=actor_for(address, "import-agencies"), at=now())
    click.echo(
        f"{counts[Outcome.NEW]} baru, {counts[Outcome.CHANGED]} berubah, "
        f"{counts[Outcome.SAME]} sama" + (" (tidak disimpan)" if dry_run else "")
    )


def _read(file: Path) -> Table:
    try:
        table = read_table(file)
    except UnreadableFile as problem:
        click.echo(str(problem), err=True)
        raise SystemExit(WRONG_INPUT) from None
    missing = [name for name in COLUMNS if name not in table.header]
    if missing:
        click.echo(f"Kolom tidak ada: {', '.join(missing)}.", err=True)
        raise SystemExit(WRONG_INPUT)
    return table


@click.command()
@click.argument("address")
@click.argument("name")
@click.option("--role", type=click.Choice(FIRST_ROLES), default=FIRST_ROLES[0], show_default=True)
@click.option("--region", "code", help="Kemendagri code; needed for a secretariat.")
def invite(*, address: str, name: str, role: str, code: str | None) -> None:
    """Invite the first people: an administrator, or the secretariat of a region."""
    region = Region.objects.filter(pk=code).first() if code else None
    if (role == Role.SECRETARIAT) != (region is not None):
        raise click.ClickException("Sekretariat memerlukan --region; administrator tidak.")
    at = now()
    membership = open_first_seat(
        actor=system_actor("invite"),
        email=address,
        name=name,
        role=Role(role),
        region=region,
        at=at,
    )
    click.echo(f"Undangan dikirim ke {membership.person.email}.")


@click.command()
@click.argument("address")
@click.option("--reason", required=True, help="Why; the audit keeps it.")
@click.option("--as", "actor_address", help="Act as this person instead of the system.")
def reset_factors(*, address: str, reason: str, actor_address: str | None) -> None:
    """Take lost factors from the account of ADDRESS: for the last administrator, say."""
    person = account_of(address)
    actor = actor_for(actor_address, "reset-factors")
    accounts.reset_factors(actor=actor, person=person, reason=reason, at=now())
    click.echo(f"Langkah kedua {person.email} diatur ulang; semua sesinya berakhir.")
