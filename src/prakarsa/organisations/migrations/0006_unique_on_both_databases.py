from django.conf import settings
from django.db import migrations, models

from prakarsa.foundation.migrating import refuse_repeats


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_offered_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        refuse_repeats("organisations", "agency", "region", "normalised_name", "valid_from"),
        refuse_repeats(
            "organisations",
            "invitation",
            "person",
            "role",
            "region",
            "agency",
            among=models.Q(state="open"),
        ),
        migrations.RemoveConstraint(
            model_name="agency",
            name="one_agency_per_name_and_start",
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="one_open_invitation",
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_from__isnull", False)),
                fields=("region", "normalised_name", "valid_from"),
                name="one_agency_per_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_from__isnull", True)),
                fields=("region", "normalised_name"),
                name="one_agency_since_ever",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency__isnull", False), ("state", "open")),
                fields=("person", "role", "agency"),
                name="one_open_for_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("agency__isnull", True), ("region__isnull", False), ("state", "open")
                ),
                fields=("person", "role", "region"),
                name="one_open_for_a_region",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("agency__isnull", True), ("region__isnull", True), ("state", "open")
                ),
                fields=("person", "role"),
                name="one_open_for_all_regions",
            ),
        ),
    ]
