"""Freeze what an edition judges an innovation by; reports handed in before tell it by snapshot."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations, models

from prakarsa.rules.text import count_words

BATCH = 200


def freeze(apps: Any, _editor: Any) -> None:
    """Fill the columns of submissions that hold a snapshot."""
    submissions = apps.get_model("registry", "Submission").objects
    rows = submissions.filter(submitted_at__isnull=False, snapshot__isnull=False)
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        told = row.snapshot
        submissions.filter(pk=row.pk).update(
            reported_words=count_words(told.get("design", "")),
            reported_affair=told.get("main_affair", ""),
            reported_implemented_on=_day(told.get("implemented_on", "")),
            reported_developed_on=_day(told.get("developed_on", "")),
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_who_wrote")]

    operations = [
        migrations.AddField(
            "submission", "reported_words", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "submission",
            "reported_affair",
            models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            "submission", "reported_implemented_on", models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            "submission", "reported_developed_on", models.DateField(blank=True, null=True)
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
