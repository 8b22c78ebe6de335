from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]

    operations = [
        migrations.AddField("interest", "told_at", models.DateTimeField(editable=False, null=True)),
    ]
