from django.db import migrations, models

from prakarsa.foundation.migrating import refuse_repeats


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0001_initial"),
        ("organisations", "0006_unique_on_both_databases"),
    ]

    operations = [
        refuse_repeats("calendars", "holiday", "region", "day"),
        migrations.RemoveConstraint(
            model_name="holiday",
            name="one_holiday_per_day",
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("region__isnull", False)),
                fields=("region", "day"),
                name="one_holiday_in_a_region",
            ),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("region__isnull", True)),
                fields=("day",),
                name="one_holiday_for_all",
            ),
        ),
    ]
