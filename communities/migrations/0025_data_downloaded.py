from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0024_privacy_notice"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="data_downloaded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="data downloaded on"),
        ),
    ]
