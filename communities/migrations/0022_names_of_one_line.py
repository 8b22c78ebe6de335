from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

NO_LINE_BREAK = models.Q(("name__regex", "[\\n\\r]"), _negated=True)


class Migration(migrations.Migration):
    dependencies = [("communities", "0021_zone_by_name")]

    operations = [
        AddConstraintNotValid(
            model_name="community",
            constraint=models.CheckConstraint(condition=NO_LINE_BREAK, name="communities_name_one_line"),
        ),
        AddConstraintNotValid(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=NO_LINE_BREAK, name="communities_office_name_one_line"
            ),
        ),
        AddConstraintNotValid(
            model_name="user",
            constraint=models.CheckConstraint(condition=NO_LINE_BREAK, name="communities_user_name_one_line"),
        ),
    ]
