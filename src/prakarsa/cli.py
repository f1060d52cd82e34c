"""`prakarsa …`: one command line over all packages, each command loaded only when it is called."""

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

import click

SETTINGS = "prakarsa.foundation.settings"


@dataclass(frozen=True)
class LazyCommand:
    """Where a command is: `module:attribute`, and whether it needs Django to be set up first."""

    target: str
    summary: str
    needs_django: bool = True

    def load(self) -> click.Command:
        """Import the command."""
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
    "serve": LazyCommand("prakarsa.site.commands:serve", "Serve the site and do its jobs."),
    "worker": LazyCommand("prakarsa.jobs.commands:worker", "Do the waiting jobs."),
    "doctor": LazyCommand(
        "prakarsa.operations.commands:doctor", "Examine the installation and say what to repair."
    ),
    "backup": LazyCommand(
        "prakarsa.operations.commands:backup", "Back everything up as one instant; verify a backup."
    ),
    "restore": LazyCommand("prakarsa.operations.commands:restore", "Take a backup back."),
    "demo": LazyCommand("prakarsa.demo.commands:demo", "Run the product with example data."),
    "audit verify": LazyCommand(
        "prakarsa.audit.commands:verify", "Check the audit chain and its checkpoints."
    ),
    "audit checkpoint": LazyCommand(
        "prakarsa.audit.commands:checkpoint", "Write a signed checkpoint of the audit chain."
    ),
}


class LazyGroup(click.Group):
    """A group whose commands stand in a table and are imported only when they are called.

    A name of two words (`import agencies`) is a command of a subgroup (`import`).
    """

    def __init__(self, name: str, *, table: Mapping[str, LazyCommand], summary: str) -> None:
        super().__init__(name, help=summary)
        self.table = table

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the first words of all names."""
        return list(dict.fromkeys(name.partition(" ")[0] for name in self.table))

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import a command, or return the subgroup of a first word."""
        if name in self.table:
            return self.table[name].load()
        inner = self._inner(name)
        if not inner:
            return None
        return LazyGroup(name, table=inner, summary=_summary_of(inner))

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


def _set_up_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


main = click.version_option(package_name="prakarsa")(
    LazyGroup(
        "prakarsa",
        table=COMMANDS,
        summary="Run a region's innovation year: registry, proof, index and targets.",
    )
)

if __name__ == "__main__":
    main()
