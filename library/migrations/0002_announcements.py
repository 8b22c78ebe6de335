import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.sharing
import tfc.tenancy
from library import wall
from tfc import sharing


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0002_formation"),
        ("library", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("own", "Only us"),
                            ("office", "All communities of our office"),
                            ("everyone", "All communities of all offices"),
                        ],
                        default="own",
                        editable=False,
                        max_length=8,
                        verbose_name="who may read it",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                ("from_on", models.DateField(verbose_name="shown from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="shown until")),
                ("pinned", models.BooleanField(default=False, verbose_name="keep it on top")),
                (
                    "stages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("candidate", "Candidate"),
                                ("awareness", "Awareness"),
                                ("leadership_team", "Leadership team"),
                                ("discovering", "Discovering the community"),
                                ("planning", "Planning"),
                                ("acting", "Acting"),
                                ("sharing", "Sharing"),
                                ("dormant", "Dormant"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        db_default=tfc.tenancy.CurrentCommunity(),
                        editable=False,
                        null=True,
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
                    "office",
                    models.ForeignKey(
                        db_default=tfc.tenancy.CurrentOffice(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="library_announcement_in_community"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("community", None),
                            models.Q(("audience", "own"), ("stages", [])),
                            _connector="OR",
                        ),
                        name="library_announcement_inside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="library_announcement_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("client_id__isnull", False)),
                        fields=("office", "community", "client_id"),
                        name="library_announcement_sent_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="your words")),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("edited_at", models.DateTimeField(editable=False, null=True)),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "removed_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was removed"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
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
                    "parent",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="library.boardpost",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.community",
                    ),
                ),
                (
                    "removed_by",
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
                        fields=("community", "id"), name="library_boardpost_in_community"
                    ),
                    tfc.sharing.SharedReference(
                        field="parent", follows=False, name="library_boardpost_parent", owned=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("partner", None),
                            models.Q(("partner", models.F("community")), _negated=True),
                            _connector="OR",
                        ),
                        name="library_board_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("removed_at", None), ("text", ""), _connector="OR"),
                        name="library_removed_is_empty",
                    ),
                    models.UniqueConstraint(fields=("community", "client_id"), name="library_post_sent_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PutAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("own", "Only us"),
                            ("office", "All communities of our office"),
                            ("everyone", "All communities of all offices"),
                        ],
                        default="own",
                        editable=False,
                        max_length=8,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="put_aside",
                        to="library.announcement",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.community",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_default=tfc.tenancy.CurrentOffice(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("community", "id"), name="library_putaside_in_community"),
                    tfc.sharing.SharedReference(
                        field="announcement", follows=False, name="library_putaside_announcement", owned=False
                    ),
                    models.UniqueConstraint(
                        fields=("office", "community", "announcement", "by"),
                        name="library_put_aside_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["office", "-from_on"], name="library_announced"),
        ),
        migrations.AddIndex(
            model_name="boardpost",
            index=models.Index(fields=["community", "partner", "-id"], name="library_board_ours"),
        ),
        migrations.AddIndex(
            model_name="boardpost",
            index=models.Index(fields=["partner", "community", "-id"], name="library_board_theirs"),
        ),
        migrations.AddIndex(
            model_name="boardpost",
            index=models.Index(fields=["parent"], name="library_board_answers"),
        ),
        sharing.IsolateAudience("Announcement"),
        sharing.IsolateAudience("PutAside"),
        sharing.PointAtWhatIsSeen("PutAside"),
        wall.IsolateBoard("BoardPost"),
    ]
