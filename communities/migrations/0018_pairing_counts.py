"""How often a pairing's events were counted is no longer written down as a change that somebody made."""

from django.db import migrations

from communities.audit.tables import COUNTED
from tfc import auditing


class Migration(migrations.Migration):
    dependencies = [("communities", "0017_office_visits")]

    operations = [auditing.audit_otherwise(auditing.of_office(COUNTED.table), COUNTED)]
