import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# By hand: two rewrites of a small table instead of ten. What is public today stays public until a team changes it. The
# triggers rest meanwhile, since nobody changed these services. The policies of before would still open what is not
# approved; tfc/grants.py makes those that replace them.
PREPARE = """-- squawk-ignore adding-foreign-key-constraint
-- squawk-ignore ban-drop-column
ALTER TABLE "support_service"
    DROP COLUMN "public_address",
    ADD COLUMN "approved_at" timestamp with time zone NULL,
    ADD COLUMN "approved_alone" boolean DEFAULT false NOT NULL,
    ADD COLUMN "approved_phone" varchar(40) DEFAULT '' NOT NULL,
    ADD COLUMN "approved_website" varchar(300) DEFAULT '' NOT NULL,
    ADD COLUMN "approved_address" varchar(300) DEFAULT '' NOT NULL,
    ADD COLUMN "approved_by_id" bigint NULL REFERENCES "communities_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    ADD COLUMN "published_by_id" bigint NULL REFERENCES "communities_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    ADD COLUMN "phone_by_id" bigint NULL REFERENCES "communities_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    ADD COLUMN "website_by_id" bigint NULL REFERENCES "communities_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    ADD COLUMN "address_by_id" bigint NULL REFERENCES "communities_user" ("id") DEFERRABLE INITIALLY DEFERRED"""
REST = 'ALTER TABLE "support_service" DISABLE TRIGGER USER'
KEEP = """UPDATE "support_service" SET "approved_at" = now(), "approved_phone" = "phone", "approved_website" = "website",
    "approved_address" = CASE WHEN "address_is_public" THEN "address" ELSE '' END WHERE "is_public\""""
WORK = 'ALTER TABLE "support_service" ENABLE TRIGGER USER'
SHOW = """-- squawk-ignore adding-field-with-default
ALTER TABLE "support_service"
    ADD COLUMN "public_phone" varchar(40) GENERATED ALWAYS AS (CASE WHEN ("approved_at" IS NOT NULL AND "is_public"
        AND NOT ("phone" = '')) THEN "approved_phone" ELSE '' END) STORED,
    ADD COLUMN "public_website" varchar(300) GENERATED ALWAYS AS (CASE WHEN ("approved_at" IS NOT NULL AND "is_public"
        AND NOT ("website" = '')) THEN "approved_website" ELSE '' END) STORED,
    ADD COLUMN "public_address" varchar(300) GENERATED ALWAYS AS (CASE WHEN ("address_is_public" AND
        "approved_at" IS NOT NULL AND "is_public" AND NOT ("address" = '')) THEN "approved_address" ELSE '' END) STORED"""
HIDE = """ALTER TABLE "support_service"
    DROP COLUMN "public_phone", DROP COLUMN "public_website", DROP COLUMN "public_address\""""
BACK = """ALTER TABLE "support_service"
    DROP COLUMN "approved_at", DROP COLUMN "approved_alone", DROP COLUMN "approved_phone",
    DROP COLUMN "approved_website", DROP COLUMN "approved_address", DROP COLUMN "approved_by_id",
    DROP COLUMN "published_by_id", DROP COLUMN "phone_by_id", DROP COLUMN "website_by_id",
    DROP COLUMN "address_by_id",
    ADD COLUMN "public_address" varchar(300) GENERATED ALWAYS AS
    (CASE WHEN ("address_is_public" AND "is_public") THEN "address" ELSE '' END) STORED"""
POLICIES = [
    'DROP POLICY IF EXISTS "everybody" ON "support_service"',
    'DROP POLICY IF EXISTS "for_programs" ON "support_service"',
]


def user_field(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name=name,
    )


def approved_field(name: str, max_length: int) -> models.CharField:
    return models.CharField(
        blank=True, db_default="", default="", editable=False, max_length=max_length, verbose_name=name
    )


def shown_field(name: str, max_length: int, **more: bool) -> models.GeneratedField:
    condition = models.Q(is_public=True, approved_at__isnull=False, **more) & ~models.Q(**{name: ""})
    return models.GeneratedField(
        db_persist=True,
        expression=models.Case(
            models.When(condition, then=models.F(f"approved_{name}")), default=models.Value("")
        ),
        output_field=models.CharField(max_length=max_length),
    )


FIELDS = {
    "approved_at": models.DateTimeField(editable=False, null=True, verbose_name="approved"),
    "approved_by": user_field("approved by"),
    "approved_alone": models.BooleanField(
        db_default=False,
        default=False,
        editable=False,
        verbose_name="approved by the same person who entered it",
    ),
    "approved_phone": approved_field("approved phone", 40),
    "approved_website": approved_field("approved website", 300),
    "approved_address": approved_field("approved address", 300),
    "published_by": user_field("published by"),
    "phone_by": user_field("phone entered by"),
    "website_by": user_field("website entered by"),
    "address_by": user_field("address entered by"),
    "public_phone": shown_field("phone", 40),
    "public_website": shown_field("website", 300),
    "public_address": shown_field("address", 300, address_is_public=True),
}


class Migration(migrations.Migration):
    """A second person approves what the public pages show of a service."""

    dependencies = [
        ("support", "0009_anonymous_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL([PREPARE], [BACK]),
                migrations.RunSQL([REST, KEEP, WORK], migrations.RunSQL.noop),
                migrations.RunSQL([SHOW], [HIDE]),
                migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
            ],
            [
                migrations.RemoveField("service", "public_address"),
                *(migrations.AddField("service", name, field) for name, field in FIELDS.items()),
            ],
        ),
    ]
