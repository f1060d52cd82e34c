"""Command line: bring sealed secrets under the present key."""

from __future__ import annotations

import click

from prakarsa.accounts.actions import reseal_secrets
from prakarsa.foundation.time import now


@click.command()
def reseal() -> None:
    """Seal the secrets of authenticator applications anew, after the secret key was changed."""
    count = reseal_secrets(at=now())
    click.echo(f"{count} rahasia disegel ulang dengan kunci yang sekarang.")
