"""What migrations ask before they give the database a new constraint."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunPython
from django.db.models import Count, Q

MOST_NAMED = 10


def refuse_repeats(app: str, model: str, *fields: str, among: Q | None = None) -> RunPython:
    """Return a step that stops with a sentence when rows repeat; empty columns are alike too.

    `among` narrows the rows that are looked at. The sentence names the first repeats.
    """

    def look(apps: Any, _schema_editor: Any) -> None:
        rows = apps.get_model(app, model).objects.order_by().filter(among or Q())
        counted = rows.values(*fields).annotate(count=Count("pk")).filter(count__gt=1)
        found = [tuple(row[name] for name in fields) for row in counted[:MOST_NAMED]]
        if found:
            raise ValueError(
                f"{app}.{model} holds rows with the same {', '.join(fields)}: {found}. "
                "Rename or remove one of each with the earlier release, then upgrade."
            )

    return RunPython(look, RunPython.noop)
