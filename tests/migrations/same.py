"""`make check`: the migrations as an installation runs them, and as the tests do, make the same database."""

import io
import os
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from difflib import unified_diff

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests.migrations.quick_states import quick_states
from tfc.backup.programs import address_of, libpq, program

# Another word in each dump.
KEYS = ("\\restrict", "\\unrestrict")


def dump_of(name: str, way: AbstractContextManager[None], empty: str) -> list[str]:
    """The lines of a new database's plan, migrated in that way."""
    chosen = connections["owner"].settings_dict
    chosen["NAME"] = empty
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'CREATE DATABASE {name} TEMPLATE "{empty}"')
        major = cursor.connection.server_version // 10_000
    connections["owner"].close()
    chosen["NAME"] = name
    with way:
        call_command("migrate", database="owner", verbosity=0, interactive=False, stdout=io.StringIO())
    connections["owner"].close()
    command = [str(program("pg_dump", major)), "--schema-only"]
    environment = os.environ | libpq(address_of(connections["owner"]))
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return [line for line in told.splitlines() if not line.startswith(KEYS)]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfc.settings")
    django.setup()
    empty = settings.DATABASES["owner"]["NAME"]
    installed = dump_of("installed", nullcontext(), empty)
    tested = dump_of("tested", quick_states(), empty)
    for line in unified_diff(installed, tested, "installed", "tested", lineterm="", n=1):
        print(line)
    print(f"  {len(installed)} lines, {'the same' if installed == tested else 'not the same'}")
    return 0 if installed == tested else 1


if __name__ == "__main__":
    sys.exit(main())
