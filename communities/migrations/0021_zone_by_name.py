from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("communities", "0020_audit_of_changes"),
    ]

    operations = [
        RemoveIndexConcurrently(model_name="community", name="communities_by_zone"),
    ]
