import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_imports"),
        ("evaluation", "0009_dashboards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ViewSubscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(blank=True, editable=False, max_length=1000)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "Every Monday"),
                            ("monthly", "On the first day of each month"),
                            ("half_year", "When a half-year is over"),
                        ],
                        max_length=9,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("last_period", models.CharField(editable=False, max_length=10)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "community",
                    models.ForeignKey(
                        editable=False,
                        null=True,
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SentView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(editable=False, max_length=10)),
                ("name", models.CharField(max_length=160)),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "community",
                    models.ForeignKey(
                        editable=False,
                        null=True,
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
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent",
                        to="evaluation.viewsubscription",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="viewsubscription",
            constraint=models.UniqueConstraint(
                fields=("office", "id"), name="evaluation_viewsubscription_in_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="viewsubscription",
            constraint=tfc.tenancy.SameTenant(
                field="community", key="office", name="evaluation_subscription_community"
            ),
        ),
        migrations.AddConstraint(
            model_name="viewsubscription",
            constraint=models.UniqueConstraint(
                fields=("office", "community", "user", "query"),
                name="evaluation_subscribed_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="sentview",
            constraint=tfc.tenancy.SameTenant(
                field="subscription", key="office", name="evaluation_sentview_subscription"
            ),
        ),
        migrations.AddConstraint(
            model_name="sentview",
            constraint=models.UniqueConstraint(
                fields=("office", "subscription", "period"), name="evaluation_sent_once_a_period"
            ),
        ),
        isolation.IsolateOwner("ViewSubscription"),
        isolation.IsolateOwner("SentView"),
    ]
