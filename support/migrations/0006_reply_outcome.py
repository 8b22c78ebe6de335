from django.db import migrations, models


class Migration(migrations.Migration):
    """What the team made of a reply that cast doubt, and which text of the service it was about."""

    dependencies = [("support", "0005_doubts_for_figures")]

    operations = [
        migrations.AddField(
            model_name="serviceconfirmation",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("corrected", "We corrected the directory: it counts as confirmed"),
                    (
                        "nothing",
                        "Nothing had to be changed, the directory says it already: it counts as confirmed",
                    ),
                    ("ended", "The service has ended: delete it here"),
                    (
                        "kept",
                        "Put the answer aside: the directory stays as it is, and nothing is confirmed by it",
                    ),
                ],
                db_default="",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="serviceconfirmation",
            name="service_revision",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
