"""Command line: load innovations from a table."""

from __future__ import annotations

from pathlib import Path

import click

from prakarsa.accounts.command_line import actor_for
from prakarsa.formats.workbooks import UnreadableFile, read_table
from prakarsa.foundation.time import now
from prakarsa.organisations.importing import Outcome
from prakarsa.organisations.models import Region
from prakarsa.registry.actions import imports
from prakarsa.registry.importing.layouts import WrongHeader
from prakarsa.registry.importing.notes import note_text
from prakarsa.registry.importing.plan import Plan, plan_innovations

WRONG_INPUT = 2


@click.command("innovations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--skip-errors", is_flag=True, help="Leave wrong rows out and write the others.")
@click.option("--as", "address", help="Act as this person instead of the system.")
def import_innovations(
    *, file: Path, dry_run: bool, skip_errors: bool, address: str | None
) -> None:
    """Import innovations from FILE (CSV or XLSX).

    FILE has the columns of the official list export, or region, agency, name, year, kind, form,
    description, award, award_year, source. A wrong row stops everything (exit status 2).
    """
    actor, plan = actor_for(address, "import-innovations"), _planned(file)
    for row in plan.errors:
        click.echo(f"Baris {row.number}: {row.reason}", err=True)
    for name in plan.ignored:
        click.echo(f"Peringatan: kolom '{name}' diabaikan.", err=True)
    for note in plan.notes:
        click.echo(f"Peringatan: {note_text(note)}", err=True)
    if plan.errors and not skip_errors:
        raise SystemExit(WRONG_INPUT)
    if not dry_run:
        imports.import_innovations(plan=plan, actor=actor, at=now(), skip_errors=skip_errors)
    click.echo(_summary(plan) + (" (tidak disimpan)" if dry_run else ""))


def _planned(file: Path) -> Plan:
    try:
        return plan_innovations(read_table(file), allowed=Region.objects.all())
    except UnreadableFile as problem:
        click.echo(str(problem), err=True)
    except WrongHeader as wrong:
        click.echo(f"Kolom tidak ada: {', '.join(wrong.missing)}.", err=True)
    raise SystemExit(WRONG_INPUT)


def _summary(plan: Plan) -> str:
    words = {
        Outcome.NEW: "baru", Outcome.CHANGED: "berubah", Outcome.SAME: "sama",
        Outcome.ERROR: "galat",
    }  # fmt: skip
    return ", ".join(f"{plan.count(outcome)} {word}" for outcome, word in words.items())
