"""`python -m tests.migrations.renew`: write the first migration of each app from its models and `policies.py`.

Only while no installation exists, as when models move between apps; existing databases must be created again.
Afterwards `makemigrations` adds migrations as usual (docs/deploy/migrations.md). Its own first migration would have
several operations per table, each of which makes `migrate` slower.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import django
from django.apps import apps
from django.db import migrations
from django.db.migrations.state import ModelState
from django.db.migrations.writer import MigrationWriter
from django.db.models import Model

from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).parents[2]
# Each may refer to tables of those before it.
APPS = tuple(app for app in OWN_APPS if (ROOT / app / "policies.py").exists())
PROGRAMS = Path(sys.executable).parent
# Each field on one line, so that a model reads as a list.
FORMAT = ["--isolated", "--line-length=220", "--config=format.skip-magic-trailing-comma=true"]


def in_order(models: Iterable[type[Model]]) -> list[type[Model]]:
    """Return the models of an app, each after those that its foreign keys refer to."""
    # Sorted by name, since the order of imports changes often.
    models, ordered = sorted(models, key=lambda model: model.__name__), []

    def add(model: type[Model]) -> None:
        for target in models:
            if target in named_by(model) - {model}:
                add(target)
        if model not in ordered:
            ordered.append(model)

    for model in models:
        add(model)
    return ordered


def named_by(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in model._meta.local_fields if field.related_model}


def creation(model: type[Model]) -> migrations.CreateModel:
    state = ModelState.from_model(model)
    options = {name: value for name, value in state.options.items() if value and name != "abstract"}
    return migrations.CreateModel(
        state.name, list(state.fields.items()), options, state.bases, state.managers
    )


def migration(app: str) -> str:
    models = [model for model in apps.get_app_config(app).get_models() if not model._meta.proxy]
    written = type("Migration", (migrations.Migration,), {"initial": True})("0001_initial", app)
    written.operations = [creation(model) for model in in_order(models)]
    position = APPS.index(app)
    # The app before is enough, since it depends on those before it.
    earlier = APPS[position - 1 : position] or ("auth",)
    last_of = {"auth": "0012_alter_user_first_name_max_length"}
    written.dependencies = [(name, last_of.get(name, "0001_initial")) for name in earlier]
    text = MigrationWriter(written, include_header=False).as_string()
    begin, tables = text.split("    operations = [\n")
    imports, begin = begin.split("class Migration")
    tables = tables.rstrip().removesuffix("]")
    before = "*policies.BEFORE_TABLES, " if app == APPS[0] else ""
    return (
        f"{imports}from {app} import policies\nfrom tfc.create_tables import CreateTables\n\nTABLES = [\n{tables}]\n\n\n"
        f"class Migration{begin}    operations = [{before}CreateTables(TABLES), *policies.OPERATIONS]\n"
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfc.settings")
    django.setup()
    paths = {app: ROOT / app / "migrations" / "0001_initial.py" for app in APPS}
    for app, path in paths.items():
        path.write_text(migration(app))
    imports = [PROGRAMS / "ruff", "check", "--quiet", "--select=I,UP017", "--fix", *paths.values()]
    subprocess.run(imports, check=True, cwd=ROOT)
    subprocess.run([PROGRAMS / "ruff", "format", "--quiet", *FORMAT, *paths.values()], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
