from django.db import migrations, models

# By hand for the one line that squawk reads: the column rewrites the table under a lock. It holds the services of a
# few hundred thousand at most, which takes a second or two; a trigger for good would cost more than that once.
ADD = """-- squawk-ignore adding-field-with-default
ALTER TABLE "support_service" ADD COLUMN "public_address" varchar(300) GENERATED ALWAYS AS
(CASE WHEN ("address_is_public" AND "is_public") THEN "address" ELSE '' END) STORED"""
DROP = 'ALTER TABLE "support_service" DROP COLUMN "public_address"'


class Migration(migrations.Migration):
    dependencies = [("support", "0007_notices")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL([ADD], [DROP])],
            [
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
            ],
        ),
    ]
