"""A backup of the test database, and new databases to restore it into."""

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connections
from django.utils import timezone
from psycopg2.extensions import make_dsn, parse_dsn

from tfc.backup.contents import Manifest
from tfc.backup.making import make_backup
from tfc.backup.programs import get_dsn
from tfc.backup.sealing import identities, new_key, recipients

SECRET, PUBLIC = new_key()
KEYS = identities(SECRET)


def login(variable: str, database: str | None = None) -> str:
    """Return the URL of a login, for the test database or another one."""
    dsn = parse_dsn(os.environ[variable])
    return make_dsn(**dsn | {"dbname": database or connections["owner"].settings_dict["NAME"]})


def owner(database: str | None = None) -> str:
    own = get_dsn(connections["owner"])
    return make_dsn(own, dbname=database) if database else own


def backed_up(path: Path) -> Manifest:
    with open(path, "wb") as file:
        url = login("DATABASE_BACKUP_URL")
        return make_backup(
            file, url=url, root=settings.FILES_ROOT, keys=recipients([PUBLIC]), now=timezone.now()
        )


@contextmanager
def new_database() -> Iterator[str]:
    name = f"tfc_again_{secrets.token_hex(4)}"
    with closing(psycopg2.connect(owner())) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            try:
                yield name
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def ask(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as server, server, server.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
