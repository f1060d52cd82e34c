from datetime import timedelta

from django.db import migrations, models


def give_a_day(apps, schema_editor):
    """Going back, a membership that was taken back before it began needs a day to exist."""
    rows = apps.get_model("organisations", "Membership").objects
    for row in rows.filter(valid_until=models.F("valid_from")):
        row.valid_until = row.valid_from + timedelta(days=1)
        row.save(update_fields=["valid_until"])


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0003_versions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_ends_after_start',
        ),
        migrations.RunPython(migrations.RunPython.noop, give_a_day),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='membership_ends_not_before_start'),
        ),
    ]
