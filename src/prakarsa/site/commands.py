"""Command line: prepare the database, and serve the site with its jobs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, connections, transaction

from prakarsa.accounts.example_accounts import refuse_example_accounts
from prakarsa.audit.actions import record
from prakarsa.audit.actors import system_actor
from prakarsa.audit.configuration import record_settings, shown_settings
from prakarsa.foundation.time import now
from prakarsa.operations.metrics import share_counts
from prakarsa.operations.migrating import migrate_database
from prakarsa.operations.rulebooks import record_rulebooks
from prakarsa.operations.schema import record_migrations
from prakarsa.organisations.loading import load_regions
from prakarsa.organisations.models import Region

SECONDS_TO_FINISH, SECONDS_TO_STOP = 30, 35


def prepare_database() -> str:
    """Migrate, make the cache table, load the regions; return one line that says what happened."""
    _make_private_place()
    _lift_time_limit()
    migrate_database()
    call_command("createcachetable", verbosity=0)
    record_migrations(at=now())
    with transaction.atomic():
        loaded = load_regions()
        if loaded.new or loaded.changed:
            record(
                actor=system_actor("migrate"),
                act="organisations.regions.loaded",
                target=Region(pk="00"),
                at=now(),
                after={"new": loaded.new, "changed": loaded.changed},
            )
    record_rulebooks(at=now())
    return f"{loaded.new} daerah baru, {loaded.changed} berubah, {loaded.same} sama"


def _make_private_place() -> None:
    """Make the folder and the file of SQLite before anything in them, readable by us alone."""
    settings.PRAKARSA_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not name.startswith((":memory:", "file:")):
        Path(name).touch(mode=0o600)


def _lift_time_limit() -> None:
    """Let this connection's statements take their time: a large table is changed in minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


@click.command()
def migrate() -> None:
    """Prepare the database of DATABASE_URL: tables, triggers and the 552 regions."""
    click.echo(prepare_database())


def child_commands(*, host: str, port: int, workers: int) -> list[list[str]]:
    """Return the two processes of a running site: the web server and the worker for jobs."""
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
        "--backpressure", "64", "--no-ws", "--log-level", "warning",
        "--workers-kill-timeout", str(SECONDS_TO_FINISH),
        "prakarsa.site.wsgi:application",
    ]  # fmt: skip
    return [web, [sys.executable, "-m", "prakarsa.cli", "worker"]]


def environment_of(*, host: str, port: int) -> dict[str, str]:
    """Return what both processes are given: links in letters lead to where the site answers."""
    return {
        "PRAKARSA_ADDRESS": f"http://{host}:{port}",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
    }


def run_site(*, host: str, port: int, workers: int) -> int:
    """Run web and worker until one ends or a signal comes; both end together."""
    call_command("collectstatic", verbosity=0, interactive=False)
    environment = environment_of(host=host, port=port)
    share_counts(settings.PRAKARSA_FOLDER, environment)
    bound = [sys.executable, "-m", "prakarsa.site.bound", str(os.getpid())]
    children = [
        subprocess.Popen([*bound, *command], env=environment)
        for command in child_commands(host=host, port=port, workers=workers)
    ]

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    os.waitpid(-1, 0)
    stop(signal.SIGTERM, None)
    statuses = [_end(child) for child in children]
    return max(0, *statuses) if statuses else 0


def _end(child: subprocess.Popen[bytes]) -> int:
    """Wait for a child that was told to stop; one that does not is ended."""
    try:
        return child.wait(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _announce(*, host: str, port: int) -> None:
    """Refuse what must not run, write down the settings in force, and say where the site is."""
    try:
        refuse_example_accounts()
    except ImproperlyConfigured as problem:
        raise click.ClickException(str(problem)) from None
    record_settings(values=shown_settings(os.environ, settings.PRAKARSA_SETTING_NAMES), at=now())
    click.echo(f"Prakarsa ({settings.PRAKARSA_PROFILE}): http://{host}:{port}/")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Web processes.")
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the site and its jobs on DATABASE_URL; run `prakarsa migrate` first."""
    _announce(host=host, port=port)
    raise SystemExit(run_site(host=host, port=port, workers=workers))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Web processes.")
def web(*, host: str, port: int, workers: int) -> None:
    """Serve the pages alone; the worker runs as a service of its own."""
    _announce(host=host, port=port)
    call_command("collectstatic", verbosity=0, interactive=False)
    share_counts(settings.PRAKARSA_FOLDER, os.environ)
    connections.close_all()
    command, _worker = child_commands(host=host, port=port, workers=workers)
    os.execv(command[0], command)
