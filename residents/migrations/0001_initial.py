import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.tenancy
from residents import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="AwarenessWave",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("code", models.CharField(editable=False, max_length=12)),
            ("version", models.PositiveSmallIntegerField(editable=False)),
            (
                "sampling",
                models.CharField(
                    choices=[("door_to_door", "Door to door"), ("street", "In the street"), ("event", "At an event"), ("poster", "Poster with a code"), ("online", "Online")],
                    max_length=14,
                    verbose_name="How you meet people",
                ),
            ),
            ("place", models.CharField(blank=True, max_length=160, verbose_name="Where")),
            ("starts_on", models.DateField(verbose_name="From")),
            ("ends_on", models.DateField(verbose_name="Until")),
            ("quota", models.PositiveIntegerField(default=400, validators=[django.core.validators.MinValueValidator(30), django.core.validators.MaxValueValidator(5000)], verbose_name="Maximum responses from phones")),
            ("closed_at", models.DateTimeField(editable=False, null=True)),
            ("included_answers", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
            ("left_out_answers", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="residents_awarenesswave_in_community"),
                models.UniqueConstraint(fields=("community", "client_id"), name="residents_awarenesswave_sent_once"),
                models.UniqueConstraint(fields=("community", "code"), name="residents_wave_code"),
            ]
        },
    ),
    migrations.CreateModel(
        name="AwarenessAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField()),
            ("day", models.DateField()),
            ("language", models.CharField(max_length=10)),
            ("hotline_unprompted", models.CharField(max_length=10)),
            ("route_unprompted", models.CharField(max_length=10)),
            ("hotline_prompted", models.CharField(max_length=10)),
            ("route_prompted", models.CharField(max_length=10)),
            ("definition", models.CharField(max_length=10)),
            ("risks", models.JSONField(default=list)),
            ("wave", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="residents.awarenesswave")),
            ("source", models.CharField(choices=[("phone", "On the resident's phone"), ("paper", "From paper"), ("file", "From a file")], max_length=5)),
            ("batch", models.UUIDField(editable=False, null=True)),
            ("counted", models.BooleanField(db_default=False, default=False, editable=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="residents_awarenessanswer_in_community"),
                tfc.tenancy.SameTenant(field="wave", name="residents_answer_wave"),
                models.UniqueConstraint(fields=("community", "wave", "client_id"), name="residents_answer_sent_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="AwarenessTotal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("wave", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="totals", to="residents.awarenesswave")),
            ("half_year", models.CharField(max_length=7)),
            ("first_on", models.DateField()),
            ("last_on", models.DateField()),
            ("answers", models.PositiveIntegerField()),
            ("access_knows", models.PositiveIntegerField()),
            ("access_unclear", models.PositiveIntegerField(db_default=0, default=0)),
            ("access_valid", models.PositiveIntegerField()),
            ("prompted_knows", models.PositiveIntegerField()),
            ("prompted_valid", models.PositiveIntegerField()),
            ("risks_knows", models.PositiveIntegerField()),
            ("risks_valid", models.PositiveIntegerField()),
            ("sha256", models.CharField(max_length=64)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="residents_awarenesstotal_in_community"),
                tfc.tenancy.SameTenant(field="wave", name="residents_total_wave"),
                models.UniqueConstraint(fields=("community", "wave", "half_year"), name="residents_added_up_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="OwnWords",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("wave", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="own_words", to="residents.awarenesswave")),
            ("client_id", models.UUIDField()),
            ("question", models.CharField(max_length=20)),
            ("text", models.CharField(blank=True, max_length=200)),
            ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
            ("judged", models.CharField(blank=True, max_length=5)),
            ("judge_by", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="residents_ownwords_in_community"),
                tfc.tenancy.SameTenant(field="wave", name="residents_ownwords_wave"),
                models.UniqueConstraint(fields=("community", "wave", "client_id", "question"), name="residents_ownwords_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="SetAsideAnswer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("client_id", models.UUIDField()),
            ("day", models.DateField()),
            ("language", models.CharField(max_length=10)),
            ("hotline_unprompted", models.CharField(max_length=10)),
            ("route_unprompted", models.CharField(max_length=10)),
            ("hotline_prompted", models.CharField(max_length=10)),
            ("route_prompted", models.CharField(max_length=10)),
            ("definition", models.CharField(max_length=10)),
            ("risks", models.JSONField(default=list)),
            ("wave", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="set_aside", to="residents.awarenesswave")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="residents_setasideanswer_in_community"),
                tfc.tenancy.SameTenant(field="wave", name="residents_setaside_wave"),
                models.UniqueConstraint(fields=("community", "wave", "client_id"), name="residents_set_aside_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="TurnedAway",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("wave", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="turned_away", to="residents.awarenesswave")),
            ("day", models.DateField()),
            (
                "why",
                models.CharField(
                    choices=[
                        ("quota", "The survey was full"),
                        ("trap", "A hidden field was filled in, as programs do"),
                        ("haste", "Sent faster than a person can read"),
                        ("rush", "Too many came at once"),
                        ("burst", "Set aside after a burst, then left out"),
                    ],
                    max_length=6,
                ),
            ),
            ("number", models.PositiveIntegerField(default=0)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="residents_turnedaway_in_community"),
                tfc.tenancy.SameTenant(field="wave", name="residents_turnedaway_wave"),
                models.UniqueConstraint(fields=("community", "wave", "day", "why"), name="residents_turned_away_once"),
            ]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("library", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
