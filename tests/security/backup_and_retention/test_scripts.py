"""The operator's backup and restore scripts, run unchanged on this machine's throwaway server.

systemd and changing to another account are replaced.
"""

import datetime as dt
import getpass
import os
import secrets
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from psycopg2.extensions import parse_dsn

from communities.models import AuditDay
from tests.base import LOGINS
from tests.row_sets import stored_world
from tests.security.backup_and_retention.backup_databases import PUBLIC, SECRET, ask, login, owner
from tests.security.depth import EVERY
from tests.worker_processes import get_url
from tfc.backup.programs import get_major_version, libpq, program
from tfc.backup.sealing import new_key

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=LOGINS),
    pytest.mark.skipif(not EVERY, reason="starts a dozen programs: make security"),
]

# As the table's owner, with the trigger off within one transaction, so that it is never left off.
SEALED_ANEW = """
    ALTER TABLE communities_auditday DISABLE TRIGGER USER;
    UPDATE communities_auditday SET digest = repeat('b', 64);
    ALTER TABLE communities_auditday ENABLE TRIGGER USER;
"""
STAND_INS = {
    "id": "[ $# -gt 0 ] && [ $1 != -u ] || { echo 0; exit; }; exec /usr/bin/id $@",
    "runuser": 'shift 3; . "$TFC_PLACE/libpq.env"; exec "$@"',
    "systemctl": 'echo "$@" >>"$TFC_PLACE/systemctl.log"',
    "curl": "printf 'all is well 200'",
}


@dataclass
class Server:
    """``place``: the folder used as /opt, /etc and /var; ``database``: its name on the server."""

    place: Path
    database: str

    @property
    def files(self) -> Path:
        return self.place / "var/lib/traffickfree/files"

    @property
    def backups(self) -> Path:
        return self.place / "var/backups/traffickfree"

    def configure(self, database: str | None) -> None:
        """``database``: None for the test database."""
        texts = {
            "web.env": {
                "DATABASE_URL": get_url("default"),
                "DATABASE_PUBLIC_URL": get_url("public"),
                "DATABASE_OFFICE_URL": get_url("office"),
                "DATABASE_ACCOUNTS_URL": get_url("accounts"),
                "DATABASE_LINKS_URL": get_url("links"),
                "REDIS_URL": settings.REDIS_URL,
                "SECRET_KEY": settings.SECRET_KEY,
                "SITE_URL": "https://tfc.example",
                "ALLOWED_HOSTS": "tfc.example",
                "FILES_ROOT": str(self.files),
            },
            "worker.env": {"DATABASE_FIGURES_URL": get_url("figures")},
            "owner.env": {"DATABASE_OWNER_URL": get_url("owner")},
            "backup.env": {
                "BACKUP_RECIPIENTS": PUBLIC,
                "DATABASE_BACKUP_URL": url_with(login("DATABASE_BACKUP_URL")),
            },
        }
        folder = self.place / "etc/traffickfree"
        folder.mkdir(parents=True, exist_ok=True)
        for name, values in texts.items():
            (folder / name).write_text(
                "".join(
                    f"{key}={shlex.quote(at(value, database) if key.startswith('DATABASE') else value)}\n"
                    for key, value in values.items()
                )
            )

    def call(self, script: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """``text``: the standard input."""
        variables = ("HOME", "LANG", "LC_ALL")
        environment = {name: os.environ[name] for name in variables if name in os.environ} | {
            "PATH": f"{self.place / 'bin'}:{os.environ['PATH']}",
            "TFC_PLACE": str(self.place),
            "TFC_DATABASE": self.database,
            "TFC_ACCOUNT": getpass.getuser(),
        }
        path = settings.BASE_DIR / "deploy" / script
        return subprocess.run(
            ["bash", path, *arguments],
            env=environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )


def url_with(dsn: str) -> str:
    parts = parse_dsn(dsn)
    return "postgres://{user}:{password}@{host}:{port}/{dbname}".format(**parts)


def at(url: str, database: str | None) -> str:
    return f"{url.rpartition('/')[0]}/{database}" if database else url


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, f"tfc_scripts_{secrets.token_hex(4)}")
    (tmp_path / "bin").mkdir()
    for name, text in STAND_INS.items():
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)
    with closing(psycopg2.connect(owner())) as session:
        psql = program("psql", get_major_version(session))
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {server.database} TEMPLATE template0")
            (tmp_path / "bin" / "psql").symlink_to(psql)
            connection_values = libpq(owner()) | {"PGDATABASE": "postgres"}
            (tmp_path / "libpq.env").write_text(
                "".join(f"export {k}={shlex.quote(v)}\n" for k, v in connection_values.items())
            )
            (tmp_path / "opt/traffickfree").mkdir(parents=True)
            (tmp_path / "opt/traffickfree/current").symlink_to(settings.BASE_DIR)
            server.files.mkdir(parents=True)
            server.backups.mkdir(parents=True)
            yield server
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [server.database]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def databases(server: Server) -> list[str]:
    result = ask(owner(), "SELECT datname FROM pg_database ORDER BY 1")
    return [name for (name,) in result if name.startswith(server.database)]


def backed_up(server: Server) -> Path:
    server.configure(None)
    result = server.call("backup.sh")
    assert result.returncode == 0, result.stderr
    [backup] = server.backups.glob("*.age")
    return backup


def test_a_backup_is_restored_and_the_old_database_is_kept(server: Server, tmp_path: Path):
    stored_world()
    poster = server.files / "ab" / ("ab" * 16)
    poster.parent.mkdir()
    poster.write_bytes(b"poster")
    backup = backed_up(server)
    poster.write_bytes(b"another one")
    ask(owner(server.database), "CREATE TABLE was_here (id int)")
    server.configure(server.database)
    key, wrong = tmp_path / "key.txt", tmp_path / "wrong.txt"
    key.write_text(SECRET)
    wrong.write_text(new_key()[0])

    failed = server.call("restore.sh", str(backup), str(wrong), "--without-purges")
    assert failed.returncode == 1
    assert "It did not work; what was there comes back" in failed.stdout
    assert databases(server) == [server.database]
    assert ask(owner(server.database), "SELECT count(*) FROM was_here") == [(0,)]
    assert poster.read_bytes() == b"another one"

    result = server.call("restore.sh", str(backup), str(key), "--without-purges")
    assert result.returncode == 0, result.stdout + result.stderr
    here, before = databases(server)
    assert ask(owner(here), "SELECT count(*) FROM communities_community") == [(3,)]
    assert ask(owner(before), "SELECT count(*) FROM was_here") == [(0,)]
    assert poster.read_bytes() == b"poster"
    [path] = server.files.parent.glob("files_before_*")
    assert (path / "ab" / ("ab" * 16)).read_bytes() == b"another one"
    # The services stop during the restore and start afterwards.
    text = (tmp_path / "systemctl.log").read_text()
    assert text.startswith("stop traffickfree-web.socket")
    assert "restart traffickfree-web traffickfree-worker traffickfree-schedule" in text


def test_the_audit_seals_are_stored_with_the_backups_and_never_rewritten(server: Server):
    """Anybody who can write to the database could seal a changed day again; the earlier seals show it."""
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    seals = server.backups / "audit-seals.txt"
    older = "2026-01-01 0 as it was then\n"
    seals.write_text(older)
    stored_world()
    _seal(yesterday, "a")
    backed_up(server)
    assert seals.read_text() == f"{older}{yesterday} 0 {'a' * 64}\n"
    ask(owner(), SEALED_ANEW)
    assert server.call("backup.sh").returncode == 0
    assert seals.read_text() == f"{older}{yesterday} 0 {'a' * 64}\n"


def test_the_seals_are_handed_in_by_root_and_compared_by_the_owners_login(server: Server):
    """The serving account cannot read the file (docs/deploy/backups.md)."""
    stored_world()
    server.configure(None)
    today = dt.datetime.now(dt.UTC).date()
    text = f"{today} 1 {'c' * 64}\n"
    result = server.call("tfc-manage", "--owner", "verify_audit", "--seals", "-", text=text)
    assert (result.returncode, result.stdout) == (1, f"{today}: the seal of the day is missing.\n"), (
        result.stderr
    )
    refused = server.call("tfc-manage", "verify_audit", "--seals", "-", text=text)
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: This reads every entry")


def test_a_server_is_closed_and_opened_again(server: Server):
    server.configure(None)
    switch = server.files.parent / "maintenance"
    closed = server.call("tfc-manage", "maintenance", "on", "--minutes", "30")
    assert (closed.stdout, switch.read_text()) == ("closed, for about 30 minutes\n", "30\n"), closed.stderr
    assert server.call("tfc-manage", "maintenance", "off").stdout == "open\n"
    assert not switch.exists()


def _seal(day: dt.date, letter: str) -> None:
    AuditDay.objects.using("owner").create(day=day, entries=0, previous="", digest=letter * 64)


def test_a_backup_is_piped_to_another_program(server: Server, tmp_path: Path):
    """Any program that reads standard input can receive it, such as an uploader to a bucket."""
    stored_world()
    server.configure(None)
    line = (
        "set -a; . etc/traffickfree/web.env; . etc/traffickfree/backup.env; set +a; set -o pipefail;"
        f" {settings.BASE_DIR}/.venv/bin/python {settings.BASE_DIR}/manage.py backup --to - | cat >elsewhere.age"
    )
    process = subprocess.run(
        ["bash", "-c", line], cwd=server.place, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    assert (server.place / "elsewhere.age").read_bytes().startswith(b"age-encryption.org/v1")
    key = tmp_path / "key.txt"
    key.write_text(SECRET)
    server.configure(server.database)
    put = server.call("restore.sh", str(server.place / "elsewhere.age"), str(key), "--without-purges")
    assert put.returncode == 0, put.stdout + put.stderr
    assert ask(owner(server.database), "SELECT count(*) FROM communities_community") == [(3,)]
