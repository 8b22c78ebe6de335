"""Who signed in and out is written down too, and a person reads what was done with the own account."""

from django.db import migrations

from communities.audit.tables import SIGN_INS
from tfc import auditing


class Migration(migrations.Migration):
    dependencies = [("communities", "0015_parsed_scopes"), ("usersessions", "0001_initial")]

    operations = [
        auditing.audit(SIGN_INS),
        auditing.show_own_account("communities_auditentry"),
        auditing.show_own_account("communities_auditdetails"),
    ]
