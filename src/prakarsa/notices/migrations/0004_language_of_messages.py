from typing import Any

from django.db import migrations, models


def take_readers_language(apps: Any, _schema_editor: Any) -> None:
    """Older messages are taken to be in the language their reader has now."""
    notices = apps.get_model("notices", "Notice").objects
    notices.filter(person__language="en").update(language="en")


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_states_of_mails")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="language",
            field=models.CharField(default="id", max_length=5),
        ),
        migrations.RunPython(take_readers_language, migrations.RunPython.noop),
    ]
