import django.db.models.deletion
from django.db import migrations, models

import tfc.tenancy
from tfc import isolation

# Not even the owner of the tables changes one; it can delete one, as the law may ask for.
STAYS = """
REVOKE UPDATE, DELETE ON evaluation_publictable FROM tfc_app;
CREATE FUNCTION tfc_stays_as_made() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'what was made public stays as it was made'; END $$;
CREATE TRIGGER stays_as_made BEFORE UPDATE ON evaluation_publictable
    FOR EACH ROW EXECUTE FUNCTION tfc_stays_as_made();
"""
MAY_CHANGE = """
DROP TRIGGER stays_as_made ON evaluation_publictable;
DROP FUNCTION tfc_stays_as_made();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0001_initial"),
        ("evaluation", "0003_awareness_batch"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_year", models.CharField(editable=False, max_length=7)),
                ("content", models.JSONField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(editable=False)),
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "id"), name="evaluation_publictable_in_community"
                    ),
                    models.UniqueConstraint(
                        fields=("community", "half_year"), name="evaluation_one_public_table"
                    ),
                ],
            },
        ),
        isolation.IsolateCommunity("PublicTable", office="write", community="read", figures=""),
        migrations.RunSQL(STAYS, MAY_CHANGE),
    ]
