import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from communities.audit.tables import OVERRIDE_REVIEWS
from tfc import auditing, isolation


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0021_zone_by_name"),
        ("evaluation", "0024_rating_ranges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="counts",
            field=models.CharField(
                choices=[("computed", "The computed value"), ("override", "The override")],
                default="computed",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="override_denominator",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="answer",
            name="override_numerator",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
        ),
        migrations.CreateModel(
            name="OverrideReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[("computed", "The computed value"), ("override", "The override")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review",
                        to="evaluation.answer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        db_default=tfc.tenancy.CurrentCommunity(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.community",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="evaluation.submission",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="evaluation_overridereview_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="submission", name="evaluation_review_submission"),
                    tfc.tenancy.SameTenant(field="answer", name="evaluation_review_answer"),
                ],
            },
        ),
        isolation.IsolateCommunity("OverrideReview", office="write"),
        auditing.audit((OVERRIDE_REVIEWS,)),
    ]
