from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0011_sessions_mail_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="language",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=10, verbose_name="language"
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="is_sample",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="news_seen_on",
            field=models.DateField(db_column="last_seen_on", editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="tour_is_over",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="tour is over"
            ),
        ),
    ]
