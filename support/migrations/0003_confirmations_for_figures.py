from django.db import migrations

# When providers confirmed, and nothing of what they wrote nor of the links they were sent.
OPEN = """
CREATE POLICY figures ON support_serviceconfirmation FOR SELECT TO tfc_figures USING (true);
GRANT SELECT (id, community_id, service_id, reply, replied_on) ON support_serviceconfirmation TO tfc_figures;
"""
CLOSE = """
REVOKE SELECT (id, community_id, service_id, reply, replied_on) ON support_serviceconfirmation FROM tfc_figures;
DROP POLICY figures ON support_serviceconfirmation;
"""


class Migration(migrations.Migration):
    """Item 12 as of an earlier day needs the confirmations of that day, which the figures' login could not read."""

    dependencies = [("support", "0002_interest_told")]

    operations = [migrations.RunSQL(OPEN, CLOSE)]
