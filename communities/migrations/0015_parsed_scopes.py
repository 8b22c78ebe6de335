"""The functions of the policies as they are parsed once: the planner puts them into each statement that meets the wall."""

from django.db import migrations

NAMES = ("community", "office", "home_office")
VALUE = "NULLIF(current_setting('tfc.{0}', true), '')::bigint"
PARSED = "CREATE OR REPLACE FUNCTION tfc_{0}() RETURNS bigint LANGUAGE sql STABLE RETURN " + VALUE
AS_TEXT = (
    "CREATE OR REPLACE FUNCTION tfc_{0}() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT " + VALUE + " $$"
)


class Migration(migrations.Migration):
    dependencies = [("communities", "0014_visits")]

    operations = [migrations.RunSQL(PARSED.format(one), AS_TEXT.format(one)) for one in NAMES]
