from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("support", "0007_notices")]

    operations = [
        migrations.AddField(
            "service",
            "public_address",
            models.GeneratedField(
                expression=models.Case(
                    models.When(is_public=True, address_is_public=True, then=models.F("address")),
                    default=models.Value(""),
                ),
                output_field=models.CharField(max_length=300),
                db_persist=True,
            ),
        ),
    ]
