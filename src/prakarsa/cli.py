"""`prakarsa …`: one command line over all packages, each command loaded only when it is called."""

import copy
import getpass
import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import click

SETTINGS = "prakarsa.foundation.settings"


class Entry(Enum):
    """When running a command is written into the audit chain."""

    AFTER = "after"
    # It stands until it is told to stop.
    BEFORE = "before"
    # It changes nothing and tells of no person, or must run where no database answers.
    NONE = "none"


@dataclass(frozen=True)
class LazyCommand:
    """Where a command is (`module:attribute`), whether it needs Django first, and its entry."""

    target: str
    summary: str
    needs_django: bool = True
    entry: Entry = Entry.AFTER

    def load(self, name: str) -> click.Command:
        """Import the command; running it is written down under its whole name."""
        command = self._import()
        if not self.needs_django or self.entry is Entry.NONE:
            return command
        return _written_down(command, name, self.entry)

    def _import(self) -> click.Command:
        if self.needs_django:
            _set_up_django()
        module, _, attribute = self.target.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.target} is not a command")
        return command


COMMANDS: Mapping[str, LazyCommand] = {
    "index": LazyCommand(
        "prakarsa.assessments.commands:index",
        "Compute the innovation index of the regions in a file.",
        needs_django=False,
    ),
    "contracts progress": LazyCommand(
        "prakarsa.contracts.commands:progress",
        "Compute how far the contracts in a file are on their way.",
        needs_django=False,
    ),
    "import agencies": LazyCommand(
        "prakarsa.organisations.commands:import_agencies", "Load agencies from a CSV or XLSX file."
    ),
    "import innovations": LazyCommand(
        "prakarsa.registry.commands:import_innovations", "Load innovations from a CSV or XLSX file."
    ),
    "migrate": LazyCommand(
        "prakarsa.site.commands:migrate", "Prepare the database of DATABASE_URL."
    ),
    "invite": LazyCommand(
        "prakarsa.organisations.commands:invite", "Invite the first administrator or secretariat."
    ),
    "reset factors": LazyCommand(
        "prakarsa.organisations.commands:reset_factors", "Take lost factors from an account."
    ),
    "reseal": LazyCommand(
        "prakarsa.accounts.commands:reseal", "Seal secrets anew after the secret key was changed."
    ),
    "serve": LazyCommand(
        "prakarsa.site.commands:serve", "Serve the site and do its jobs.", entry=Entry.BEFORE
    ),
    "web": LazyCommand(
        "prakarsa.site.commands:web", "Serve the pages without the worker.", entry=Entry.BEFORE
    ),
    "worker": LazyCommand(
        "prakarsa.jobs.commands:worker", "Do the waiting jobs.", entry=Entry.BEFORE
    ),
    "doctor": LazyCommand(
        "prakarsa.operations.commands:doctor",
        "Examine the installation and say what to repair.",
        entry=Entry.NONE,
    ),
    "backup": LazyCommand(
        "prakarsa.operations.commands:backup", "Back everything up as one instant; verify a backup."
    ),
    "restore": LazyCommand("prakarsa.operations.commands:restore", "Take a backup back."),
    "demo": LazyCommand(
        "prakarsa.demo.commands:demo", "Run the product with example data.", entry=Entry.BEFORE
    ),
    "audit verify": LazyCommand(
        "prakarsa.audit.commands:verify", "Check the audit chain and its checkpoints."
    ),
    "audit checkpoint": LazyCommand(
        "prakarsa.audit.commands:checkpoint", "Write a signed checkpoint of the audit chain."
    ),
    "audit erase": LazyCommand(
        "prakarsa.audit.commands:erase", "Erase what the audit says of a person."
    ),
    "person request": LazyCommand(
        "prakarsa.operations.person_commands:request", "Write down a request about own data."
    ),
    "person requests": LazyCommand(
        "prakarsa.operations.person_commands:requests", "List requests that wait, with their clock."
    ),
    "person answer": LazyCommand(
        "prakarsa.operations.person_commands:answer", "Write down that a request was answered."
    ),
    "person copy": LazyCommand(
        "prakarsa.operations.person_commands:copy", "Write a copy of all that is held of a person."
    ),
    "person erase": LazyCommand(
        "prakarsa.operations.person_commands:erase", "Erase what is held of a person."
    ),
}


class LazyGroup(click.Group):
    """A group whose commands stand in a table and are imported only when they are called.

    A name of two words (`import agencies`) is a command of a subgroup (`import`).
    """

    def __init__(
        self, name: str, *, table: Mapping[str, LazyCommand], summary: str, before: str = ""
    ) -> None:
        super().__init__(name, help=summary)
        self.table, self.before = table, before

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the first words of all names."""
        return list(dict.fromkeys(name.partition(" ")[0] for name in self.table))

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import a command, or return the subgroup of a first word."""
        if name in self.table:
            return self.table[name].load(f"{self.before}{name}")
        inner = self._inner(name)
        if not inner:
            return None
        return LazyGroup(name, table=inner, summary=_summary_of(inner), before=f"{name} ")

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their summaries without importing them."""
        rows = [
            (
                name,
                self.table[name].summary if name in self.table else _summary_of(self._inner(name)),
            )
            for name in self.list_commands(context)
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _inner(self, word: str) -> Mapping[str, LazyCommand]:
        start = f"{word} "
        names = [name for name in self.table if name.startswith(start)]
        return {name.removeprefix(start): self.table[name] for name in names}


def _summary_of(commands: Mapping[str, LazyCommand]) -> str:
    return f"{', '.join(commands)}."


def _written_down(command: click.Command, name: str, when: Entry) -> click.Command:
    """Return a command that writes its own run into the audit chain, never what was typed."""
    run = command.invoke

    def watched(context: click.Context) -> Any:
        if when is Entry.BEFORE:
            _write_down(name, 0)
            return run(context)
        status = 1
        try:
            outcome = run(context)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
            raise
        except click.exceptions.Exit as end:
            status = end.exit_code
            raise
        finally:
            _write_down(name, status)
        return outcome

    watching = copy.copy(command)
    vars(watching)["invoke"] = watched
    return watching


def _write_down(name: str, status: int) -> None:
    from django.db import DatabaseError

    from prakarsa.audit.actions import record_command
    from prakarsa.foundation.time import now

    if not _has_database():
        return
    try:
        record_command(name=name, status=status, account=_account(), at=now())
    except DatabaseError as problem:
        # A command may be there to make the database, or to say that it is away.
        click.echo(f"Jejak audit tidak ditulis: {type(problem).__name__}.", err=True)


def _has_database() -> bool:
    """Say whether there is a database to write into: SQLite would make an open, empty file."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and not name.startswith((":memory:", "file:"))
    return not is_file or Path(name).exists()


def _account() -> str:
    """Return the account of the machine that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _set_up_django() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except (ImproperlyConfigured, EnvError) as problem:
        # One line for whoever typed the command; the trace would only hide it.
        raise click.ClickException(str(problem)) from None


main = click.version_option(package_name="prakarsa")(
    LazyGroup(
        "prakarsa",
        table=COMMANDS,
        summary="Run a region's innovation year: registry, proof, index and targets.",
    )
)

if __name__ == "__main__":
    main()
