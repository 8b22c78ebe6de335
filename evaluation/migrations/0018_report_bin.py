from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0017_since_stored")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="deleted_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
