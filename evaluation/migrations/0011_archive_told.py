from django.db import migrations

from tfc import isolation

# Of archives a community's office sees that one was put back, since figures that it reads came back with it. Nothing
# else of them: neither who took everything along, nor what somebody had looked at.
PUT_BACK = (
    "kind = 'restore' AND done_at IS NOT NULL AND failure = '' AND community_id IN "
    "(SELECT id FROM communities_community WHERE office_id = (SELECT tfc_office()))"
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0010_sent_views")]

    operations = [
        migrations.RunSQL(
            isolation.policy("evaluation_archiverun", "office", PUT_BACK, verb="SELECT"),
            "DROP POLICY office ON evaluation_archiverun",
        )
    ]
