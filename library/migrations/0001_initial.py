import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tfc.sharing
import tfc.tenancy
from library import policies
from tfc.create_tables import CreateTables

TABLES = [
    migrations.CreateModel(
        name="Story",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            ("sectors", models.JSONField(blank=True, default=list, verbose_name="Sectors")),
            ("search_text", models.TextField(editable=False)),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            ("result", models.TextField(blank=True, max_length=2000, verbose_name="Outcome")),
            ("figure", models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name="Figure")),
            ("n", models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name="Of how many")),
            ("kind", models.CharField(choices=[("practice", "A practice that works"), ("challenge", "A challenge")], max_length=10, verbose_name="Kind")),
            ("language", models.CharField(max_length=10, verbose_name="Language")),
            ("context", models.TextField(max_length=2000, verbose_name="Context")),
            ("action", models.TextField(max_length=3000, verbose_name="What we have done")),
            (
                "measure",
                models.CharField(
                    blank=True,
                    choices=[
                        ("items", "Items given out"),
                        ("placements", "Placements (posters, benches, articles)"),
                        ("broadcasts", "Broadcasts"),
                        ("contacts", "Contacts face to face"),
                        ("share", "Percent of those who were asked"),
                    ],
                    max_length=12,
                    verbose_name="What was counted",
                ),
            ),
            ("change", models.TextField(blank=True, max_length=2000, verbose_name="what we would change")),
            ("needs", models.JSONField(blank=True, default=list, verbose_name="Needs")),
        ],
        options={
            "indexes": [models.Index(fields=["audience", "office"], name="library_story_readers")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_story_in_community"),
                models.UniqueConstraint(fields=("id", "audience"), name="library_story_audience"),
                models.UniqueConstraint(condition=models.Q(("client_id__isnull", False)), fields=("office", "community", "client_id"), name="library_story_sent_once", nulls_distinct=False),
            ],
        },
    ),
    migrations.CreateModel(
        name="Adoption",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("result", models.TextField(blank=True, max_length=2000, verbose_name="Outcome")),
            ("figure", models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name="Figure")),
            ("n", models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000000000)], verbose_name="Of how many")),
            ("story", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="adoptions", to="library.story")),
            ("since", models.DateField(verbose_name="Since")),
            ("status", models.CharField(choices=[("trying", "We are trying this"), ("kept", "We keep doing it"), ("stopped", "We stopped")], max_length=8, verbose_name="how it goes")),
            ("created_by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_adoption_in_community"),
                tfc.sharing.SharedReference(field="story", follows=True, name="library_adoption_story", owned=False),
                models.UniqueConstraint(fields=("community", "story"), name="library_adopted_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="AdoptionEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("adoption", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="events", to="library.adoption")),
            ("event", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.event")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_adoptionevent_in_community"),
                tfc.tenancy.SameTenant(field="adoption", name="library_adoptionevent_adoption"),
                tfc.tenancy.SameTenant(field="event", name="library_adoptionevent_event"),
                models.UniqueConstraint(fields=("community", "adoption", "event"), name="library_adoptionevent_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Announcement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            ("text", models.TextField(max_length=4000, verbose_name="Text")),
            ("from_on", models.DateField(verbose_name="Shown from")),
            ("until_on", models.DateField(blank=True, null=True, verbose_name="Shown until")),
            ("pinned", models.BooleanField(default=False, verbose_name="Pin to top")),
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
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "indexes": [models.Index(fields=["office", "-from_on"], name="library_announced")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_announcement_in_community"),
                models.CheckConstraint(condition=models.Q(("community", None), models.Q(("audience", "own"), ("stages", [])), _connector="OR"), name="library_announcement_inside"),
                models.CheckConstraint(condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"), name="library_announcement_days"),
                models.UniqueConstraint(condition=models.Q(("client_id__isnull", False)), fields=("office", "community", "client_id"), name="library_announcement_sent_once", nulls_distinct=False),
            ],
        },
    ),
    migrations.CreateModel(
        name="BoardPost",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("partner", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            ("parent", models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="library.boardpost")),
            ("text", models.TextField(max_length=2000, verbose_name="Your message")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("edited_at", models.DateTimeField(editable=False, null=True)),
            ("removed_at", models.DateTimeField(editable=False, null=True)),
            ("removed_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("removed_reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
        ],
        options={
            "indexes": [
                models.Index(fields=["community", "partner", "-id"], name="library_board_ours"),
                models.Index(fields=["partner", "community", "-id"], name="library_board_theirs"),
                models.Index(fields=["parent"], name="library_board_answers"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_boardpost_in_community"),
                tfc.sharing.SharedReference(field="parent", follows=False, name="library_boardpost_parent", owned=False),
                models.CheckConstraint(condition=models.Q(("partner", None), models.Q(("partner", models.F("community")), _negated=True), _connector="OR"), name="library_board_of_two"),
                models.CheckConstraint(condition=models.Q(("removed_at", None), ("text", ""), _connector="OR"), name="library_removed_is_empty"),
                models.UniqueConstraint(fields=("community", "client_id"), name="library_post_sent_once"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Material",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("title", models.CharField(max_length=160, verbose_name="Title")),
            ("sectors", models.JSONField(blank=True, default=list, verbose_name="Sectors")),
            ("search_text", models.TextField(editable=False)),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
            (
                "kind",
                models.CharField(
                    choices=[("curriculum", "Curriculum"), ("campaign", "Campaign"), ("promotion", "Promotion"), ("advocacy", "Advocacy tool"), ("team_building", "Team building")], max_length=14, verbose_name="Kind"
                ),
            ),
            ("summary", models.TextField(max_length=1500, verbose_name="Summary")),
            ("language", models.CharField(max_length=10, verbose_name="Language")),
            (
                "age_group",
                models.CharField(choices=[("all", "All ages"), ("children", "Children under 12"), ("youth", "Young people, 12 to 17"), ("adults", "Adults")], default="all", max_length=8, verbose_name="Age group"),
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
                    verbose_name="License",
                ),
            ),
            ("adapted_from", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="adaptations", to="library.material")),
        ],
        options={
            "indexes": [models.Index(fields=["audience", "office"], name="library_material_readers")],
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_material_in_community"),
                models.UniqueConstraint(fields=("id", "audience"), name="library_material_audience"),
                models.UniqueConstraint(condition=models.Q(("client_id__isnull", False)), fields=("office", "community", "client_id"), name="library_material_sent_once", nulls_distinct=False),
                tfc.sharing.SharedReference(field="adapted_from", follows=False, name="library_material_adapted_from", owned=False),
            ],
        },
    ),
    migrations.CreateModel(
        name="Comment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("material", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="library.material")),
            ("story", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="library.story")),
            ("text", models.TextField(max_length=2000, verbose_name="Your message")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("edited_at", models.DateTimeField(null=True)),
            ("deleted_at", models.DateTimeField(null=True)),
            ("hidden_at", models.DateTimeField(null=True)),
            ("hidden_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("hidden_reason", models.CharField(blank=True, max_length=300, verbose_name="Reason")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_comment_in_community"),
                tfc.sharing.SharedReference(field="material", follows=True, name="library_comment_material", owned=False),
                tfc.sharing.SharedReference(field="story", follows=True, name="library_comment_story", owned=False),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("material__isnull", False), ("story", None)), models.Q(("material", None), ("story__isnull", False)), _connector="OR"), name="library_comment_under_one"
                ),
                models.UniqueConstraint(condition=models.Q(("client_id__isnull", False)), fields=("office", "community", "client_id"), name="library_comment_sent_once", nulls_distinct=False),
            ]
        },
    ),
    migrations.CreateModel(
        name="CommentMention",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("comment", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="library.comment")),
            ("membership", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.membership")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_commentmention_in_community"),
                tfc.tenancy.SameTenant(field="comment", name="library_mention_comment"),
                tfc.tenancy.SameTenant(field="membership", name="library_mention_membership"),
                models.UniqueConstraint(fields=("community", "comment", "membership"), name="library_mentioned_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="CommentReport",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", related_query_name="%(app_label)s_%(class)s", to="communities.community")),
            ("office", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("comment", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="library.comment")),
            ("reason", models.CharField(max_length=300, verbose_name="Reason")),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("settled_at", models.DateTimeField(null=True)),
            ("settled_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_commentreport_in_community"),
                tfc.sharing.SharedReference(field="comment", follows=False, name="library_report_comment", owned=False),
                models.UniqueConstraint(fields=("community", "comment"), name="library_reported_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="DismissedAnnouncement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("announcement", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="put_aside", to="library.announcement")),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_dismissedannouncement_in_community"),
                tfc.sharing.SharedReference(field="announcement", follows=False, name="library_dismissal_announcement", owned=False),
                models.UniqueConstraint(fields=("office", "community", "announcement", "by"), name="library_put_aside_once", nulls_distinct=False),
            ]
        },
    ),
    migrations.CreateModel(
        name="MaterialUse",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("material", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="library.material")),
            ("on", models.DateField(verbose_name="Date")),
            ("event", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.event")),
            ("quantity", models.PositiveIntegerField(blank=True, null=True, verbose_name="How many")),
            (
                "unit",
                models.CharField(
                    blank=True,
                    choices=[
                        ("items", "Items given out"),
                        ("placements", "Placements (posters, benches, articles)"),
                        ("broadcasts", "Broadcasts"),
                        ("contacts", "Contacts face to face"),
                        ("views", "Online views"),
                        ("signatures", "Signatures"),
                        ("hours", "Volunteer hours"),
                    ],
                    max_length=12,
                    verbose_name="Unit",
                ),
            ),
            ("at_least", models.BooleanField(default=False, verbose_name="At least")),
            ("outcome", models.TextField(blank=True, max_length=1000, verbose_name="Outcome")),
            ("is_shared", models.BooleanField(default=False, verbose_name="others may see it")),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("created_by", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ("deleted_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_materialuse_in_community"),
                tfc.sharing.SharedReference(field="material", follows=True, name="library_use_material", owned=False),
                tfc.tenancy.SameTenant(field="event", name="library_use_event"),
                models.UniqueConstraint(fields=("community", "client_id"), name="library_use_sent_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="MaterialVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("material", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="library.material")),
            ("number", models.PositiveIntegerField()),
            ("note", models.CharField(blank=True, max_length=300, verbose_name="What changed")),
            ("link", models.URLField(blank=True, max_length=500, verbose_name="Link")),
            ("file_key", models.CharField(blank=True, max_length=32)),
            ("file_name", models.CharField(blank=True, max_length=160)),
            ("media_type", models.CharField(blank=True, max_length=100)),
            ("size", models.PositiveIntegerField(default=0)),
            ("sha256", models.CharField(blank=True, max_length=64)),
            ("excerpt", models.TextField(blank=True)),
            ("has_preview", models.BooleanField(default=False)),
            ("client_id", models.UUIDField(editable=False, null=True)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_materialversion_in_community"),
                tfc.sharing.SharedReference(field="material", follows=True, name="library_version_material", owned=True),
                models.UniqueConstraint(fields=("office", "material", "number"), name="library_version_number_once"),
            ]
        },
    ),
    migrations.CreateModel(
        name="SharingStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("office", models.ForeignKey(db_default=tfc.tenancy.CurrentOffice(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.office")),
            ("community", models.ForeignKey(db_default=tfc.tenancy.CurrentCommunity(), editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
            (
                "audience",
                models.CharField(
                    choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], default="own", editable=False, max_length=8, verbose_name="Who can read it"
                ),
            ),
            ("material", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sharing_steps", to="library.material")),
            ("story", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sharing_steps", to="library.story")),
            ("was", models.CharField(choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], max_length=8)),
            ("became", models.CharField(choices=[("own", "Only us"), ("office", "All communities of the office"), ("everyone", "All communities of all offices")], max_length=8)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("community", "id"), name="library_sharingstep_in_community"),
                tfc.sharing.SharedReference(field="material", follows=False, name="library_sharingstep_material", owned=True),
                tfc.sharing.SharedReference(field="story", follows=False, name="library_sharingstep_story", owned=True),
            ]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("support", "0001_initial")]

    operations = [CreateTables(TABLES), *policies.OPERATIONS]
