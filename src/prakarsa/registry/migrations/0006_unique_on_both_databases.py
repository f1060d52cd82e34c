from django.db import migrations, models

from prakarsa.foundation.migrating import refuse_repeats


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_unique_on_both_databases"),
        ("registry", "0005_year_of_implementation"),
    ]

    operations = [
        refuse_repeats("registry", "innovation", "region", "agency", "normalised_name"),
        refuse_repeats("registry", "award", "innovation", "name", "year"),
        migrations.RemoveConstraint(
            model_name="award",
            name="one_award",
        ),
        migrations.RemoveConstraint(
            model_name="innovation",
            name="one_innovation_per_name",
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("year__isnull", False)),
                fields=("innovation", "name", "year"),
                name="one_award_per_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("year__isnull", True)),
                fields=("innovation", "name"),
                name="one_award_without_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="innovation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency__isnull", False)),
                fields=("region", "agency", "normalised_name"),
                name="one_name_in_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="innovation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency__isnull", True)),
                fields=("region", "normalised_name"),
                name="one_name_in_a_region",
            ),
        ),
    ]
