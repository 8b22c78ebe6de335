from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0012_rollups"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(
                fields=["office", "half_year", "part"],
                include=(
                    "community",
                    "unit",
                    "state",
                    "capped",
                    "numerator",
                    "denominator",
                    "lower",
                    "upper",
                    "definition_version",
                ),
                name="evaluation_figures_summed",
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(
                condition=models.Q(("joint", {}), _negated=True),
                fields=["office", "half_year", "part"],
                name="evaluation_figures_joint",
            ),
        ),
        migrations.RemoveIndex(
            model_name="figure",
            name="evaluation_office_figures",
        ),
    ]
