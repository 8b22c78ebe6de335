import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tfc.sharing
import tfc.tenancy
from tfc import isolation, sharing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("communities", "0002_formation"),
        ("events", "0004_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Material",
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
                ("sectors", models.JSONField(blank=True, default=list, verbose_name="for which sectors")),
                ("search_text", models.TextField(editable=False)),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("curriculum", "Curriculum"),
                            ("campaign", "Campaign"),
                            ("promotion", "Promotion"),
                            ("advocacy", "Advocacy tool"),
                            ("team_building", "Team building"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("summary", models.TextField(max_length=1500, verbose_name="summary")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "age_group",
                    models.CharField(
                        choices=[
                            ("all", "All ages"),
                            ("children", "Children under 12"),
                            ("youth", "Young people, 12 to 17"),
                            ("adults", "Adults"),
                        ],
                        default="all",
                        max_length=8,
                        verbose_name="age group",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("network", "Within TraffickFree Communities only"),
                            ("cc_by", "Creative Commons: name the author (CC BY)"),
                            ("cc_by_sa", "Creative Commons: name the author, share alike (CC BY-SA)"),
                            ("cc_by_nc", "Creative Commons: name the author, not for money (CC BY-NC)"),
                            ("cc0", "No rights reserved (CC0)"),
                        ],
                        default="network",
                        max_length=8,
                        verbose_name="licence",
                    ),
                ),
                (
                    "adapted_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adaptations",
                        to="library.material",
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
                    models.UniqueConstraint(fields=("community", "id"), name="library_material_in_community"),
                    models.UniqueConstraint(fields=("id", "audience"), name="library_material_audience"),
                    models.UniqueConstraint(
                        condition=models.Q(("client_id__isnull", False)),
                        fields=("office", "community", "client_id"),
                        name="library_material_sent_once",
                        nulls_distinct=False,
                    ),
                    tfc.sharing.SharedReference(
                        field="adapted_from", follows=False, name="library_material_adapted_from", owned=False
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialUse",
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
                ("on", models.DateField(verbose_name="date")),
                ("quantity", models.PositiveIntegerField(blank=True, null=True, verbose_name="how many")),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("items", "Items given out"),
                            ("placements", "Placements (posters, benches, articles)"),
                            ("broadcasts", "Broadcasts"),
                            ("contacts", "Contacts face to face"),
                            ("persons", "Persons reached"),
                        ],
                        max_length=12,
                        verbose_name="unit",
                    ),
                ),
                ("at_least", models.BooleanField(default=False, verbose_name="at least")),
                ("outcome", models.TextField(blank=True, max_length=1000, verbose_name="outcome")),
                ("is_shared", models.BooleanField(default=False, verbose_name="others may see it")),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.event",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="library.material",
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
                        fields=("community", "id"), name="library_materialuse_in_community"
                    ),
                    tfc.sharing.SharedReference(
                        field="material", follows=True, name="library_use_material", owned=False
                    ),
                    tfc.tenancy.SameTenant(field="event", name="library_use_event"),
                    models.UniqueConstraint(fields=("community", "client_id"), name="library_use_sent_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialVersion",
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
                ("number", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what is new")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("file_key", models.CharField(blank=True, max_length=32)),
                ("file_name", models.CharField(blank=True, max_length=160)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("excerpt", models.TextField(blank=True)),
                ("has_preview", models.BooleanField(default=False)),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
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
                    "material",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="library.material",
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
                        fields=("community", "id"), name="library_materialversion_in_community"
                    ),
                    tfc.sharing.SharedReference(
                        field="material", follows=True, name="library_version_material", owned=True
                    ),
                    models.UniqueConstraint(
                        fields=("office", "material", "number"), name="library_version_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Story",
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
                ("sectors", models.JSONField(blank=True, default=list, verbose_name="for which sectors")),
                ("search_text", models.TextField(editable=False)),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="result")),
                (
                    "figure",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1000000000),
                        ],
                        verbose_name="figure",
                    ),
                ),
                (
                    "n",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1000000000),
                        ],
                        verbose_name="of how many (n)",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("practice", "A practice that works"), ("challenge", "A challenge")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("context", models.TextField(max_length=2000, verbose_name="context")),
                ("action", models.TextField(max_length=3000, verbose_name="what we did")),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("items", "Items given out"),
                            ("placements", "Placements (posters, benches, articles)"),
                            ("broadcasts", "Broadcasts"),
                            ("contacts", "Contacts face to face"),
                            ("persons", "Persons reached"),
                            ("share", "Percent of those who were asked"),
                        ],
                        max_length=12,
                        verbose_name="what the figure counts",
                    ),
                ),
                (
                    "change",
                    models.TextField(blank=True, max_length=2000, verbose_name="what we would change"),
                ),
                ("needs", models.JSONField(blank=True, default=list, verbose_name="which needs it meets")),
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
                    models.UniqueConstraint(fields=("community", "id"), name="library_story_in_community"),
                    models.UniqueConstraint(fields=("id", "audience"), name="library_story_audience"),
                    models.UniqueConstraint(
                        condition=models.Q(("client_id__isnull", False)),
                        fields=("office", "community", "client_id"),
                        name="library_story_sent_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharingStep",
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
                    "was",
                    models.CharField(
                        choices=[
                            ("own", "Only us"),
                            ("office", "All communities of our office"),
                            ("everyone", "All communities of all offices"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "became",
                    models.CharField(
                        choices=[
                            ("own", "Only us"),
                            ("office", "All communities of our office"),
                            ("everyone", "All communities of all offices"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
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
                    "material",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sharing_steps",
                        to="library.material",
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
                (
                    "story",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sharing_steps",
                        to="library.story",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="library_sharingstep_in_community"
                    ),
                    tfc.sharing.SharedReference(
                        field="material", follows=False, name="library_sharingstep_material", owned=True
                    ),
                    tfc.sharing.SharedReference(
                        field="story", follows=False, name="library_sharingstep_story", owned=True
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                ("text", models.TextField(max_length=2000, verbose_name="your words")),
                ("client_id", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("edited_at", models.DateTimeField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("hidden_at", models.DateTimeField(null=True)),
                (
                    "hidden_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it is hidden"),
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
                    "hidden_by",
                    models.ForeignKey(
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
                (
                    "material",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="library.material",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="library.story",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("community", "id"), name="library_comment_in_community"),
                    tfc.sharing.SharedReference(
                        field="material", follows=True, name="library_comment_material", owned=False
                    ),
                    tfc.sharing.SharedReference(
                        field="story", follows=True, name="library_comment_story", owned=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("material__isnull", False), ("story", None)),
                            models.Q(("material", None), ("story__isnull", False)),
                            _connector="OR",
                        ),
                        name="library_comment_under_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("client_id__isnull", False)),
                        fields=("office", "community", "client_id"),
                        name="library_comment_sent_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
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
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="result")),
                (
                    "figure",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1000000000),
                        ],
                        verbose_name="figure",
                    ),
                ),
                (
                    "n",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1000000000),
                        ],
                        verbose_name="of how many (n)",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("trying", "We are trying it"),
                            ("kept", "We keep doing it"),
                            ("stopped", "We stopped"),
                        ],
                        max_length=8,
                        verbose_name="how it goes",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
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
                (
                    "story",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="library.story",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("community", "id"), name="library_adoption_in_community"),
                    tfc.sharing.SharedReference(
                        field="story", follows=True, name="library_adoption_story", owned=False
                    ),
                    models.UniqueConstraint(fields=("community", "story"), name="library_adopted_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdoptionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "adoption",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="library.adoption",
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="library_adoptionevent_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="adoption", name="library_adoptionevent_adoption"),
                    tfc.tenancy.SameTenant(field="event", name="library_adoptionevent_event"),
                    models.UniqueConstraint(
                        fields=("community", "adoption", "event"), name="library_adoptionevent_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentMention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="library.comment",
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
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communities.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="library_commentmention_in_community"
                    ),
                    tfc.tenancy.SameTenant(field="comment", name="library_mention_comment"),
                    tfc.tenancy.SameTenant(field="membership", name="library_mention_membership"),
                    models.UniqueConstraint(
                        fields=("community", "comment", "membership"), name="library_mentioned_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="what is wrong with it")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="library.comment",
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
                    "settled_by",
                    models.ForeignKey(
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
                        fields=("community", "id"), name="library_commentreport_in_community"
                    ),
                    tfc.sharing.SharedReference(
                        field="comment", follows=False, name="library_report_comment", owned=False
                    ),
                    models.UniqueConstraint(fields=("community", "comment"), name="library_reported_once"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="material",
            index=models.Index(fields=["audience", "office"], name="library_material_readers"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["audience", "office"], name="library_story_readers"),
        ),
        sharing.IsolateAudience("Material"),
        sharing.PointAtWhatIsSeen("Material"),
        sharing.IsolateAudience("Story"),
        sharing.IsolateAudience("SharingStep"),
        sharing.PointAtWhatIsSeen("SharingStep"),
        sharing.IsolateAudience("Adoption"),
        sharing.PointAtWhatIsSeen("Adoption"),
        sharing.IsolateAudience("MaterialVersion", figures="read"),
        sharing.PointAtWhatIsSeen("MaterialVersion"),
        sharing.IsolateAudience("MaterialUse", shown_when="is_shared"),
        sharing.PointAtWhatIsSeen("MaterialUse"),
        sharing.IsolateAudience("Comment", moderated=True),
        sharing.PointAtWhatIsSeen("Comment"),
        isolation.IsolateCommunity("AdoptionEvent", figures=""),
        isolation.IsolateCommunity("CommentMention", figures=""),
        isolation.IsolateCommunity("CommentReport", figures="", office="write"),
        sharing.PointAtWhatIsSeen("CommentReport"),
    ]
