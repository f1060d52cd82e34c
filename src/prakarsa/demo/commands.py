"""Command line: run the product with example data."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
from django.conf import settings
from django.db import connection, transaction

from prakarsa.accounts.models import Person
from prakarsa.demo.example import has_example, make_example
from prakarsa.demo.example_region import PASSWORD
from prakarsa.demo.published import load_published
from prakarsa.demo.reported_auction import load_reported_auction
from prakarsa.demo.sign_ins import sign_ins
from prakarsa.foundation.time import now
from prakarsa.site.commands import prepare_database, run_site


def reset_demo() -> None:
    """Remove the demo's own database file and files; refuse anything else."""
    name = settings.DATABASES["default"]["NAME"]
    if connection.vendor != "sqlite" or settings.PRAKARSA_PROFILE != "demo":
        raise click.ClickException("RESET=1 hanya untuk basis data contoh (SQLite).")
    connection.close()
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(settings.PRAKARSA_FILES, ignore_errors=True)
    shutil.rmtree(settings.PRAKARSA_CHECKPOINTS, ignore_errors=True)


def refuse_real_people() -> None:
    """Keep example data out of a database in which somebody works, whatever the profile says."""
    if not has_example() and Person.objects.exists():
        raise click.ClickException("Basis data ini sudah dipakai orang; data contoh tidak dimuat.")


def load_demo() -> None:
    """Load what is not there yet."""
    if not has_example():
        click.echo("Memuat Kota Contoh dan inovasi Jawa Timur yang terbit …")
        with transaction.atomic():
            make_example(at=now())
            load_published(at=now())
            load_reported_auction(at=now())


def announce(address: str) -> None:
    """Say where the site is and how to sign in, one person per role."""
    click.echo(f"\nPrakarsa: {address}\nKata sandi semua akun contoh: {PASSWORD}\n")
    for line in sign_ins():
        click.echo(f"  {line.role:<26}{line.email:<40}{line.where}")
    click.echo("\nCtrl+C menghentikan. RESET=1 memulai dari awal.\n")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--reset", is_flag=True, help="Start afresh.")
@click.option("--load-only", is_flag=True, help="Load the data and stop.")
def demo(*, host: str, port: int, reset: bool, load_only: bool) -> None:
    """Run the product with example data; a second start keeps what was entered."""
    if settings.IS_PRODUCTION:
        raise click.ClickException("Data contoh tidak dimuat ke basis data produksi.")
    if reset:
        reset_demo()
    prepare_database()
    refuse_real_people()
    load_demo()
    announce(f"http://{host}:{port}/")
    if not load_only:
        raise SystemExit(run_site(host=host, port=port, workers=1))
