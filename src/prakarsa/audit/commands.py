"""Command line: verify the chain, sign its end, erase what it says of a person."""

from __future__ import annotations

from uuid import UUID

import click
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit import verification
from prakarsa.audit.actions import erase_payloads, record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.audit.checkpoints import newest_checkpoint, read_checkpoints
from prakarsa.audit.sealing import ChainBroken, seal_chain
from prakarsa.audit.verification import Report
from prakarsa.foundation.time import now

BROKEN = 1


@click.command()
@click.option("--since-checkpoint", is_flag=True, help="Only what follows the last checkpoint.")
def verify(*, since_checkpoint: bool) -> None:
    """Check every entry, payload and checkpoint; exit with status 1 when something is wrong."""
    since = newest_checkpoint(read_checkpoints()) if since_checkpoint else None
    report = verification.verify(since=since)
    _say(report)
    with transaction.atomic():
        record(
            actor=system_actor("audit"),
            act="audit.chain.verified",
            target=Target(kind="audit.auditentry"),
            at=now(),
            after={"entries": report.entries, "findings": len(report.findings)},
        )
    if not report.is_whole:
        raise SystemExit(BROKEN)


@click.command()
def checkpoint() -> None:
    """Verify what follows the last checkpoint, then sign the end of the chain."""
    try:
        click.echo(str(seal_chain(at=now())))
    except ChainBroken as problem:
        _say(problem.report)
        raise SystemExit(BROKEN) from problem


@click.command()
@click.argument("person_key", type=click.UUID)
@click.option("--reason", required=True, help="Why; the audit keeps it. Name no data.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask again.")
def erase(*, person_key: UUID, reason: str, is_sure: bool) -> None:
    """Erase what the entries say of the person PERSON_KEY; the entries and the chain stay.

    `prakarsa person erase` does this too; this is for an account that is gone already.
    """
    if not is_sure:
        click.confirm(_("Hapus isi catatan orang ini? Ini tidak dapat dibatalkan."), abort=True)
    count = erase_payloads(
        actor=system_actor("audit-erase"), person_key=str(person_key), reason=reason, at=now()
    )
    click.echo(_("%d isi catatan dihapus. Rantai tetap utuh.") % count)


def _say(report: Report) -> None:
    for finding in report.findings:
        click.echo(str(finding), err=True)
    click.echo(
        _("%(entries)d catatan diperiksa, %(erased)d isi terhapus, %(checkpoints)d titik periksa.")
        % {
            "entries": report.entries,
            "erased": report.erased,
            "checkpoints": report.checkpoints,
        }
    )
    click.echo(_("Rantai utuh.") if report.is_whole else _("Rantai TIDAK utuh."))
    if report.newest is None:
        click.echo(_("Belum ada titik periksa: ujung rantai yang dipotong tidak akan terlihat."))
