from django.db import migrations


class Migration(migrations.Migration):
    """What reminds of services, and tells of interest, is a notice now (communities/notices.py)."""

    dependencies = [("support", "0006_reply_outcome")]

    operations = [
        migrations.DeleteModel("ServiceReminder"),
        migrations.RemoveField("interest", "told_at"),
    ]
