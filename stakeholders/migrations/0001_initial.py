import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communities", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("schools", "Schools"),
                            ("local_business", "Local businesses"),
                            ("consumers", "Consumers"),
                            ("media", "Media"),
                            ("faith_ngos", "Faith communities and NGOs"),
                            ("first_responders", "First responders"),
                            ("law_enforcement", "Law enforcement"),
                            ("local_legislatures", "Local legislatures"),
                        ],
                        max_length=20,
                        verbose_name="sector",
                    ),
                ),
                (
                    "tie",
                    models.CharField(
                        choices=[("existing", "We knew them before"), ("new", "A new tie")],
                        default="new",
                        max_length=10,
                        verbose_name="tie",
                    ),
                ),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="website")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
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
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="stakeholders_organization_in_community"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "client_id"), name="stakeholders_organization_sent_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(blank=True, max_length=120, verbose_name="role in the organization"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="work e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="work phone")),
                (
                    "may_be_listed",
                    models.BooleanField(default=False, verbose_name="agreed to be listed here"),
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
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="stakeholders.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="stakeholders_contact_in_community"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "client_id"), name="stakeholders_contact_sent_once"
                    ),
                    tfc.tenancy.SameTenant(field="organization", name="stakeholders_contact_organization"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["community", "name", "id"], name="stakeholders_org_by_name"),
        ),
        isolation.IsolateCommunity("Organization"),
        isolation.IsolateCommunity("Contact"),
    ]
