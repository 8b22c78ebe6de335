from django.db import migrations


class Migration(migrations.Migration):
    """What reminds of evidence is a notice now (communities/notices.py)."""

    dependencies = [("stakeholders", "0003_partnerships")]

    operations = [migrations.DeleteModel("StrategyReminder")]
