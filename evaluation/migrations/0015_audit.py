from django.db import migrations

from communities.audit.tables import FIRST
from tfc import auditing


class Migration(migrations.Migration):
    """All tables are there by now."""

    dependencies = [
        ("communities", "0010_audit"),
        ("evaluation", "0014_answer_indexes"),
        ("events", "0008_planned_ends"),
        ("library", "0002_announcements"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("stakeholders", "0005_partnership_office"),
        ("support", "0007_notices"),
    ]

    operations = [auditing.audit(FIRST)]
