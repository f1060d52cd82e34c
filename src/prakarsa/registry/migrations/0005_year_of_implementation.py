"""Fill the year of innovations that name the day they were implemented and no year."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models.functions import ExtractYear


def fill(apps: Any, _editor: Any) -> None:
    """Take the year from the day; their history stays as it was written."""
    innovations = apps.get_model("registry", "Innovation").objects
    rows = innovations.filter(year__isnull=True, implemented_on__isnull=False)
    rows.update(year=ExtractYear("implemented_on"))


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_reported_facts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
