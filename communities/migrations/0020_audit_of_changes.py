from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Whoever writes into the audit does not wait for it.
    atomic = False

    dependencies = [
        ("communities", "0019_openings_wait_for_no_disk"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("verb", "changed")),
                fields=["community_id", "at"],
                name="communities_audit_changes",
            ),
        ),
    ]
