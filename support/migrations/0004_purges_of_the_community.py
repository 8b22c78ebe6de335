from django.db import migrations

# Each community's purge runs in its own coordinator's scope, so the figures' login has nothing to do with it.
CLOSE = """
REVOKE ALL ON support_tallypurge FROM tfc_figures;
DROP POLICY figures ON support_tallypurge;
"""
OPEN = """
CREATE POLICY figures ON support_tallypurge FOR ALL TO tfc_figures USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON support_tallypurge TO tfc_figures;
"""


class Migration(migrations.Migration):
    """The figures' login sums the numbers of support, and neither changes nor purges them."""

    dependencies = [("support", "0003_confirmations_for_figures")]

    operations = [migrations.RunSQL(CLOSE, OPEN)]
