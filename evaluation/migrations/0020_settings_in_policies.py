"""The setting written into each policy that stands alone, of all tables that are there (tfc/settings_in_policies.py)."""

from django.db import migrations

from tfc.settings_in_policies import settings_in_policies


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("communities", "0016_sign_ins"),
        ("stakeholders", "0005_partnership_office"),
        ("events", "0008_planned_ends"),
        ("support", "0008_public_address"),
        ("library", "0003_out_of_samples"),
        ("evaluation", "0019_quality_risen"),
    ]

    operations = [settings_in_policies()]
