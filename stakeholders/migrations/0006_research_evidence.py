"""What item 2 asks of a research: the places and people of its design, and the places that a method observed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0005_partnership_office")]

    operations = [
        migrations.AddField(
            "research",
            "places",
            models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="places"),
        ),
        migrations.AddField(
            "research",
            "people_to_hear",
            models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="people to hear"
            ),
        ),
        migrations.AddField(
            "researchmethod",
            "places_observed",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="places observed"),
        ),
    ]
