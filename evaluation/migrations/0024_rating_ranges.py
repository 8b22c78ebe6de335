"""Room for the codes of ratings that are ranges, such as "not_met_or_partly"."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0023_anonymous_forms")]

    operations = [
        migrations.AlterField(model_name="figure", name="rating", field=models.CharField(max_length=20)),
    ]
