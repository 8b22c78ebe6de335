import django.db.models.deletion
from django.db import migrations, models

import tfc.tenancy
from tfc.tenancy import APP

FILL = """
UPDATE stakeholders_partnership p SET office_id = c.office_id
FROM communities_community c WHERE c.id = p.community_id
"""
# What a community threw away is not for its office.
SHOW = f"""
CREATE POLICY office ON stakeholders_partnership FOR SELECT TO {APP}
    USING (office_id = (SELECT tfc_office()) AND deleted_at IS NULL)
"""
HIDE = "DROP POLICY office ON stakeholders_partnership"


class Migration(migrations.Migration):
    """Let the office read partnerships, for its reports."""

    dependencies = [
        ("communities", "0001_initial"),
        ("stakeholders", "0004_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="office",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.office",
            ),
        ),
        # The trigger that counts revisions would tell everybody that somebody saved meanwhile.
        migrations.RunSQL(
            "ALTER TABLE stakeholders_partnership DISABLE TRIGGER count_revision", migrations.RunSQL.noop
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            "ALTER TABLE stakeholders_partnership ENABLE TRIGGER count_revision", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="partnership",
            name="office",
            field=models.ForeignKey(
                db_default=tfc.tenancy.CurrentOffice(),
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="communities.office",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=tfc.tenancy.SameTenant(
                field="community", name="stakeholders_partnership_office", key="office"
            ),
        ),
        migrations.RunSQL(SHOW, HIDE),
    ]
