import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_imports"),
        ("evaluation", "0008_custom_items"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_year", models.CharField(max_length=7)),
                ("part", models.CharField(max_length=40)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("all", "all communities of the office"),
                            ("starting", "communities that are starting"),
                            ("at_work", "communities at work"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked", models.PositiveIntegerField()),
                ("known", models.PositiveIntegerField()),
                ("low", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("median", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("high", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("definition_version", models.PositiveSmallIntegerField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PinnedCommunity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="comparison",
            name="office",
            field=models.ForeignKey(
                db_default=tfc.tenancy.CurrentOffice(),
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.office",
            ),
        ),
        migrations.AddField(
            model_name="pinnedcommunity",
            name="community",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.community",
            ),
        ),
        migrations.AddField(
            model_name="pinnedcommunity",
            name="office",
            field=models.ForeignKey(
                db_default=tfc.tenancy.CurrentOffice(),
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.office",
            ),
        ),
        migrations.AddField(
            model_name="pinnedcommunity",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.UniqueConstraint(
                fields=("office", "id"), name="evaluation_comparison_in_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.UniqueConstraint(
                fields=("office", "half_year", "part", "group"), name="evaluation_one_comparison"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("known__gte", 5),
                    models.Q(("high", None), ("low", None), ("median", None)),
                    _connector="OR",
                ),
                name="evaluation_comparison_of_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="pinnedcommunity",
            constraint=models.UniqueConstraint(
                fields=("office", "id"), name="evaluation_pinnedcommunity_in_office"
            ),
        ),
        migrations.AddConstraint(
            model_name="pinnedcommunity",
            constraint=models.UniqueConstraint(
                fields=("office", "user", "community"), name="evaluation_pinned_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pinnedcommunity",
            constraint=tfc.tenancy.SameTenant(
                field="community", key="office", name="evaluation_pinned_of_office"
            ),
        ),
        isolation.IsolateOffice("Comparison", figures="write"),
        isolation.IsolateOffice("PinnedCommunity", figures="", communities=""),
    ]
