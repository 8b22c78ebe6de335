"""A real PgBouncer between the tests and their database, which tests may kill."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from dev.accounts import get_unprivileged_account
from dev.cluster.cluster import build_port_check
from dev.cluster.configs import WRITES, Address, pgbouncer, userlist
from dev.cluster.tools import PLACES
from dev.postgres import get_home
from dev.processes import Service, free_port
from dev.state import write_private

HERE = "127.0.0.1"
PROGRAM = shutil.which("pgbouncer", path=PLACES)
# The connection's name in the tests, by login.
ALIASES = {"tfc_app": "default", "tfc_accounts": "accounts", "tfc_public": "public", "tfc_office": "office"}


class Pooler:
    """``folder`` holds its log."""

    def __init__(self, folder: Path) -> None:
        chosen = connections["default"].settings_dict
        self.front = Address(HERE, free_port())
        account, home = get_unprivileged_account(), get_home(folder / "pgbouncer", outside="tests-pgbouncer")
        settings, users = home / f"{self.front.port}.ini", home / f"{self.front.port}.txt"
        server = Address(chosen["HOST"], int(chosen["PORT"]))
        passwords = {login: connections[alias].settings_dict["PASSWORD"] for login, alias in ALIASES.items()}
        texts = {
            users: userlist(passwords),
            settings: pgbouncer(self.front, server, server, str(users), database=chosen["NAME"]),
        }
        for path, text in texts.items():
            write_private(path, text)
            if account:
                account.owns(path)
        command = [str(PROGRAM), str(settings)]
        self.service = Service(
            "pooler", command, folder, build_port_check(self.front), working_folder="/", account=account
        )

    def kill(self) -> None:
        """Kill the pooler with SIGKILL, as when the machine goes down."""
        assert self.service.process is not None
        self.service.process.send_signal(signal.SIGKILL)
        self.service.process.wait()


@contextmanager
def behind_a_pooler(folder: Path) -> Iterator[Pooler]:
    """Connect this process through the pooler, with every login that serves pages."""
    pooler = Pooler(folder)
    pooler.service.start()
    direct = {}
    for alias in ALIASES.values():
        connections[alias].close()
        direct[alias] = dict(connections[alias].settings_dict)
        connections[alias].settings_dict |= {"HOST": HERE, "PORT": pooler.front.port, "NAME": WRITES}
    try:
        yield pooler
    finally:
        for alias, connection in direct.items():
            connections[alias].close()
            connections[alias].settings_dict |= connection
        pooler.service.stop()
