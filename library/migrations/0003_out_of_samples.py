from django.db import migrations

from tfc.sharing import OutOfSamples

SHARED = (
    "Announcement",
    "PutAside",
    "Material",
    "MaterialVersion",
    "MaterialUse",
    "Story",
    "Adoption",
    "Comment",
    "SharingStep",
)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0012_help_and_language"),
        ("library", "0002_announcements"),
    ]

    operations = [OutOfSamples(name) for name in SHARED]
