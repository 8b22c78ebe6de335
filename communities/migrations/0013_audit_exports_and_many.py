from django.db import migrations

from communities.audit.tables import EXPORTS, FIRST
from tfc import auditing


class Migration(migrations.Migration):
    dependencies = [("communities", "0012_help_and_language"), ("evaluation", "0015_audit")]

    operations = [auditing.audit(EXPORTS), auditing.audit_many(FIRST)]
