"""Point-in-time recovery with the commands of docs/deploy/backups.md."""

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from dev.postgres import ADMINISTRATOR, Postgres

DOCS = Path(__file__).resolve().parents[3] / "docs" / "deploy" / "backups.md"
WAL, MOMENT = "/srv/wal", "2026-11-25 14:03:00+00"
ARCHIVED = "SELECT last_archived_wal >= %s FROM pg_stat_archiver"


def lines(begins: str, **replaced: str) -> dict[str, str]:
    """Return {setting: value} of the block that starts with this setting."""
    [block] = [
        element
        for element in re.findall(r"```\n(.*?)```", DOCS.read_text(), re.DOTALL)
        if element.startswith(begins)
    ]
    for old, new in ((WAL, replaced["wal"]), (MOMENT, replaced.get("moment", MOMENT))):
        block = block.replace(old, new)
    return dict(line.replace("'", "").split(" = ", 1) for line in block.splitlines())


class Machine(Postgres):
    def __init__(self, place: Path, name: str, **settings: str) -> None:
        home = folder(place, name)
        arguments = tuple(f"{key}={value}" for key, value in settings.items())
        super().__init__(home, place / "logs", "secret", throwaway=True, settings=arguments, name=name)

    def ask(self, statement: str, *values: Any) -> list[Any]:
        with closing(psycopg2.connect(self.url)) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(statement, values)
                return [row[0] for row in cursor.fetchall()] if cursor.description else []

    def await_true(self, statement: str, *values: Any) -> None:
        end = time.monotonic() + 60
        while self.ask(statement, *values) != [True]:
            assert time.monotonic() < end, statement
            time.sleep(0.05)

    def get_base(self, other: Postgres) -> None:
        self.binaries = self._usable_binaries()
        self.data.mkdir(mode=0o700)
        self.owns(self.data)
        passfile = self.home / "pgpass"
        passfile.write_text(f"*:*:*:{ADMINISTRATOR}:{other.password}\n")
        passfile.chmod(0o600)
        self.owns(passfile)
        source = f"host={other.host} port={other.port} user={ADMINISTRATOR} passfile={passfile}"
        self.run_tool(
            "pg_basebackup",
            "-D",
            str(self.data),
            "-d",
            source,
            "--checkpoint=fast",
            "--wal-method=none",
            "--no-sync",
        )

    def goes_back(self, **settings: str) -> None:
        (self.data / "recovery.signal").touch()
        self.owns(self.data / "recovery.signal")
        with open(self.data / "postgresql.auto.conf", "a") as file:
            file.writelines(f"{key} = '{value}'\n" for key, value in settings.items())
        (self.home / "finished").touch()

    def owns(self, path: Path) -> None:
        if self.account:
            self.account.owns(path)


def folder(place: Path, name: str) -> Path:
    made = place / name
    made.mkdir(mode=0o711)
    made.chmod(0o711)
    return made


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tfc-moment-", ignore_cleanup_errors=True) as name:
        path = Path(name)
        path.chmod(0o711)
        yield path


@pytest.mark.thorough
def test_it_recovers_to_the_moment_before_a_mistake(place: Path):
    wal = folder(place, "wal")
    first = Machine(place, "first", **lines("wal_level", wal=str(wal)))
    first.owns(wal)
    running = first.start()
    second = Machine(place, "second")
    try:
        first.ask("CREATE TABLE met (who text); ALTER TABLE met ENABLE ROW LEVEL SECURITY")
        first.ask("CREATE POLICY nobody ON met USING (false); INSERT INTO met VALUES ('before the base')")
        second.get_base(first)
        first.ask("INSERT INTO met VALUES ('after the base')")
        [moment] = first.ask("SELECT clock_timestamp()::text")
        first.ask("DELETE FROM met")
        [last] = first.ask("SELECT pg_walfile_name(pg_current_wal_lsn())")
        first.ask("SELECT pg_switch_wal()")
        first.await_true(ARCHIVED, last)
    finally:
        running.stop()
    second.goes_back(**lines("restore_command", wal=str(wal), moment=moment))
    running = second.start()
    try:
        second.await_true("SELECT NOT pg_is_in_recovery()")
        assert second.ask("SELECT who FROM met ORDER BY who") == ["after the base", "before the base"]
        assert second.ask("SELECT polname FROM pg_policy") == ["nobody"]
        second.ask("INSERT INTO met VALUES ('and on')")
    finally:
        running.stop()
