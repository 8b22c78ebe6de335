from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communities", "0022_names_of_one_line")]

    operations = [
        ValidateConstraint(model_name="community", name="communities_name_one_line"),
        ValidateConstraint(model_name="office", name="communities_office_name_one_line"),
        ValidateConstraint(model_name="user", name="communities_user_name_one_line"),
    ]
