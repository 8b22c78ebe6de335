"""`make check`: no migration after the base locks a table for long or breaks the previous release.

squawk checks the SQL of each. base.txt lists those that are in every installation; a new one has no rows yet. `python
-m tests.migrations.lint --base` writes the list when migrations are squashed for a release.
"""

import io
import os
import subprocess
import sys
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

HERE = Path(__file__).parent
BASE = HERE / "base.txt"
SETTINGS = HERE / "squawk.toml"
SQUAWK = Path(sys.executable).with_name("squawk")


def names() -> list[str]:
    ours = {
        app_config.label for app_config in apps.get_app_configs() if "site-packages" not in app_config.path
    }
    return sorted(f"{app} {name}" for app, name in MigrationLoader(None).disk_migrations if app in ours)


def newer(every: list[str]) -> list[str]:
    known_faults = set(BASE.read_text().splitlines())
    return [name for name in every if name not in known_faults]


def get_sql(name: str) -> str:
    output = io.StringIO()
    call_command("sqlmigrate", *name.split(), database="owner", stdout=output, no_color=True)
    # An option tells squawk that it runs in one transaction.
    return "\n".join(line for line in output.getvalue().splitlines() if line not in ("BEGIN;", "COMMIT;"))


def is_atomic(name: str) -> bool:
    app, migration = name.split()
    return bool(MigrationLoader(None).disk_migrations[app, migration].atomic)


def complaints(name: str, sql: str, *, atomic: bool = True) -> str:
    command = [str(SQUAWK), "--config", str(SETTINGS), "--stdin-filepath", f"{name}.sql"]
    if atomic:
        command.append("--assume-in-transaction")
    process = subprocess.run(
        command, input=sql, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"}
    )
    return f"{process.stdout}{process.stderr}".strip() if process.returncode else ""


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfc.settings")
    django.setup()
    every = names()
    if arguments == ["--base"]:
        BASE.write_text("".join(f"{name}\n" for name in every))
        return 0
    results = [(name, complaints(name, get_sql(name), atomic=is_atomic(name))) for name in newer(every)]
    connections.close_all()
    for name, text in results:
        print(text or f"  {name}: nothing to say")
    print(f"  {len(every) - len(results)} migrations are the base, {len(results)} came after it")
    return 1 if any(text for _name, text in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
