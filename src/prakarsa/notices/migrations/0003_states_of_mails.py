"""Mails that were sent before mails had a state are sent."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def give_states(apps: Any, _editor: Any) -> None:
    """Name the state of each mail of the release before."""
    apps.get_model("notices", "Mail").objects.filter(sent_at__isnull=False).update(state="sent")


def drop_unaddressed(apps: Any, _editor: Any) -> None:
    """Remove what the release before cannot hold: mails to nobody's account."""
    apps.get_model("notices", "Mail").objects.filter(person__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_letters")]
    operations = [migrations.RunPython(give_states, drop_unaddressed)]
