import django.core.validators
from django.db import migrations, models

from evaluation.rollups import triggers

# The release before still writes these columns. They go with the next release.
UNUSED = ("files", "papers", "phones")
KEEP_COLUMNS = "".join(
    f"ALTER TABLE evaluation_awarenesstotal ALTER COLUMN {column} SET DEFAULT 0;" for column in UNUSED
)
DROP_DEFAULTS = KEEP_COLUMNS.replace("SET DEFAULT 0", "DROP DEFAULT")
# Results of fewer than 10 people are hidden, those from before as well. What is hidden stays 0 of 0.
HIDE_FEW = "".join(
    f"UPDATE evaluation_awarenesstotal SET {name}_knows = 0, {name}_valid = 0 WHERE {name}_valid < 10;"  # noqa: S608
    for name in ("access", "prompted", "risks")
)


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0024_rating_ranges"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("awarenesstotal", column) for column in UNUSED],
            database_operations=[migrations.RunSQL(KEEP_COLUMNS, DROP_DEFAULTS)],
        ),
        migrations.RunSQL(HIDE_FEW, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="awarenessanswer",
            name="counted",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="awarenesswave",
            name="quota",
            field=models.PositiveIntegerField(
                default=400,
                validators=[
                    django.core.validators.MinValueValidator(30),
                    django.core.validators.MaxValueValidator(5000),
                ],
                verbose_name="at most so many answers",
            ),
        ),
        # An answer to an open survey changes no figure, and the time at which figures are computed would tell its time.
        migrations.RunSQL(
            triggers.drop_triggers("evaluation_awarenessanswer"),
            triggers.triggers("evaluation_awarenessanswer", "tfc_mark_community"),
        ),
    ]
