"""What stays public while a later edition is prepared, and drafts that were called off."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="innovation",
            name="public_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="registry.revision",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
