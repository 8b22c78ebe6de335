from django.db import migrations

from communities.audit.tables import ACCOUNT_APPS, first_audited
from tfc.auditing import audit


class Migration(migrations.Migration):
    """Who signed in, and with what: tables of django-allauth, whose migrations need those of accounts first."""

    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("communities", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [audit(first_audited(*ACCOUNT_APPS))]
