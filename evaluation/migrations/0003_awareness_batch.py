from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_awareness")]

    operations = [
        migrations.AddField("AwarenessAnswer", "batch", models.UUIDField(editable=False, null=True)),
    ]
