"""Two PostgreSQL servers: one accepts writes, the other follows it and can take its place."""

import os
import shutil
import signal
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg2

from dev.cluster.configs import Address, hba
from dev.postgres import ADMINISTRATOR, Postgres
from dev.processes import Service
from dev.state import write_private
from tfc.console import StackError

SETTINGS = (
    "shared_buffers=256MB",
    "max_connections=100",
    # WAL replay waits this long for a query on the standby, then cancels it: the page reads the primary instead.
    "max_standby_streaming_delay=5s",
    "hot_standby_feedback=on",
    # A server that vanishes silently is detected within seconds.
    "wal_receiver_timeout=5s",
    "wal_sender_timeout=5s",
    "wal_retrieve_retry_interval=500ms",
)
SECONDS_TO_STREAM = 60
STREAMS = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name = %s"


class Node(Postgres):
    """One of the two servers, at its own address."""

    def __init__(self, name: str, host: str, home: Path, logs: Path, password: str) -> None:
        # The standby's name in replication is its cluster_name.
        settings = (*SETTINGS, f"cluster_name={name}")
        super().__init__(home, logs, password, settings=settings, name=name, host=host)
        self.service: Service | None = None

    @property
    def address(self) -> Address:
        return Address(self.host, self.port)

    def start(self) -> Service:
        self.service = super().start()
        return self.service

    @property
    def is_alive(self) -> bool:
        return self.service is not None and self.service.is_alive()

    def prepare_to_lead(self) -> None:
        """Create the data if there are none, allow replication, and delete the settings as a follower."""
        self.binaries = self._usable_binaries()
        if not self.is_finished():
            self._initialise()
        self._own(self.data / "pg_hba.conf", hba())
        self._own(self.data / "postgresql.auto.conf", "")
        (self.data / "standby.signal").unlink(missing_ok=True)

    def copy_from(self, leader: "Node") -> None:
        """Delete this node's data, and copy the leader's data, which it follows from then on."""
        self.binaries = self._usable_binaries()
        (self.home / "finished").unlink(missing_ok=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        if self.account:
            self.account.owns(self.data)
        passfile = self.home / "pgpass"
        self._own(passfile, f"*:*:*:{ADMINISTRATOR}:{leader.password}\n")
        source = f"host={leader.host} port={leader.port} user={ADMINISTRATOR} passfile={passfile}"
        self.run_tool(
            "pg_basebackup",
            *("-D", str(self.data), "-d", source, "--wal-method=stream", "--checkpoint=fast"),
            *("--write-recovery-conf", "--no-sync"),
        )
        (self.home / "finished").touch()

    def _own(self, path: Path, text: str) -> None:
        write_private(path, text)
        if self.account:
            self.account.owns(path)

    def ask(self, statement: str, *values: Any, database: str = "postgres") -> Any:
        """Return the first column of the first row, as the administrator; None without a row."""
        with closing(psycopg2.connect(self.url, dbname=database, connect_timeout=2)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def wait_for(self, follower: "Node | None") -> None:
        """Acknowledge writes only once this follower has them on disk too; with None, at once."""
        names = f"'ANY 1 ({follower.name})'" if follower else "''"
        self.ask(f"ALTER SYSTEM SET synchronous_standby_names = {names}")
        self.ask("SELECT pg_reload_conf()")

    def await_stream_to(self, follower: "Node") -> None:
        end = time.monotonic() + SECONDS_TO_STREAM
        while not self.ask(STREAMS, follower.name):
            if time.monotonic() > end:
                raise StackError(f"{follower.name} does not follow {self.name}. See {follower.logs}.")
            time.sleep(0.1)

    def promote(self) -> None:
        """Take the leader's place. The copied settings would make every write wait for this node itself."""
        self.ask("SELECT pg_promote(true, 20)")
        self.wait_for(None)

    def kill(self) -> None:
        """Kill the server and all its child processes at once, as a power failure would."""
        if self.service is None or self.service.process is None:
            return
        for pid in (*list_children(self.service.process.pid), self.service.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.service.process.wait()


def list_children(pid: int) -> list[int]:
    """Return the child processes, from Linux' /proc."""
    children = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children += [int(child) for child in listed.read_text().split()]
    return children
