"""Command line: do the waiting jobs."""

from __future__ import annotations

import click

from prakarsa.jobs.processes import supervise


@click.command()
def worker() -> None:
    """Do jobs and daily work until told to stop; run as many as the machine bears."""
    supervise()
