from django.db import migrations

OPEN = "GRANT SELECT (settled_at) ON support_serviceconfirmation TO tfc_figures;"
CLOSE = "REVOKE SELECT (settled_at) ON support_serviceconfirmation FROM tfc_figures;"


class Migration(migrations.Migration):
    """A provider's doubt holds until the team settled it: items 8 and 12 as of a day need the day of that as well."""

    dependencies = [("support", "0004_purges_of_the_community")]

    operations = [migrations.RunSQL(OPEN, CLOSE)]
