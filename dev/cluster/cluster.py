"""The parts of the cluster in their start order, and the configuration that names the leader to PgBouncer."""

import signal
import socket
from collections.abc import Callable
from pathlib import Path

from dev.accounts import get_unprivileged_account
from dev.cluster.configs import READS, WRITES, Address, haproxy, pgbouncer, userlist
from dev.cluster.databases import Node
from dev.cluster.hosts import BALANCER, BROKER, DATABASES, POOLER, WEB, WORKERS
from dev.layout import PYTHON, ROOT
from dev.postgres import get_home
from dev.processes import Service, free_port
from dev.programs import SCHEDULE, WORKER
from dev.programs import WEB as GUNICORN
from dev.run import run_step
from dev.servers import build_base_environment
from dev.state import RunFolder, write_private
from dev.valkey import Valkey
from tfc.console import step
from tfc.db_roles.create import prepare_logins
from tfc.db_roles.urls import for_web, login_password, with_login

POOLED = ("tfc_app", "tfc_public", "tfc_office", "tfc_accounts", "tfc_links", "tfc_figures", "tfc_watchdog")


class Cluster:
    """A cluster. ``leader`` accepts writes and ``follower`` copies it; ``services`` are all other
    processes, by host.
    """

    def __init__(self, folder: RunFolder, port: int, tools: dict[str, str]) -> None:
        self.place = folder.path
        self.logs = folder.path / "logs"
        self.tools = tools
        self.account = get_unprivileged_account()
        self.password = folder.secret("database")
        self.front = Address(BALANCER, port)
        self.pooler = Address(POOLER, free_port(POOLER))
        self.services: dict[str, Service] = {}
        self.environment = build_base_environment(folder.secret("key"))
        nodes = [self._node(name, host) for name, host in DATABASES.items()]
        self._leads = self.place / "leader"
        led = self._leads.read_text() if self._leads.exists() else nodes[0].name
        self.leader, self.follower = sorted(nodes, key=lambda node: node.name != led)

    @property
    def url(self) -> str:
        return f"http://{self.front}/"

    def start(self) -> None:
        """Start everything; if this fails, `stop` ends what is running already."""
        with step("Starting the primary and the broker"):
            self.leader.prepare_to_lead()
            self.leader.start()
            prepare_logins(self.leader.url)
            broker = Valkey(self.place / "valkey", self.logs, host=BROKER)
            self.services["broker"] = broker.start()
        with step("Starting PgBouncer"):
            self._pool()
        self._describe(broker.url)
        self._prepare()
        with step("Copying the primary to the standby"):
            self.follow()
            self.point()
        with step("Starting two web servers, two workers, the schedule and the balancer"):
            self._start_application()

    def follow(self) -> None:
        """Create the follower again as a copy, and make each write wait for it from then on."""
        self.follower.copy_from(self.leader)
        self.follower.start()
        self.keep_in_step()

    def keep_in_step(self) -> None:
        self.leader.await_stream_to(self.follower)
        self.leader.wait_for(self.follower)

    def lead(self, node: Node) -> None:
        """Store which node leads before any write: the next start must not begin with the other one."""
        if node is not self.leader:
            self.leader, self.follower = node, self.leader
        self._leads.write_text(node.name)

    def point(self) -> None:
        """Point PgBouncer to the current leader, and for reads to the follower if it is alive. Clients keep their
        connections.
        """
        reads = self.follower if self.follower.is_alive else self.leader
        text = pgbouncer(self.pooler, self.leader.address, reads.address, str(self._users))
        self._own(self._pool_file, text)
        running = self.services.get("pgbouncer")
        if running and running.process and running.is_alive():
            running.process.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        for service in reversed(list(self.services.values())):
            service.stop()
        for node in (self.follower, self.leader):
            if node.service:
                node.service.stop()

    def _node(self, name: str, host: str) -> Node:
        home = get_home(self.place / name, outside=f"cluster-{name}")
        return Node(name, host, home, self.logs, self.password)

    def _own(self, path: Path, text: str) -> None:
        write_private(path, text)
        if self.account:
            self.account.owns(path)

    def _pool(self) -> None:
        home = get_home(self.place / "pgbouncer", outside="cluster-pgbouncer")
        self._pool_file, self._users = home / "pgbouncer.ini", home / "users.txt"
        self._own(self._users, userlist({login: login_password(self.password, login) for login in POOLED}))
        self.lead(self.leader)
        self.point()
        command = [self.tools["pgbouncer"], str(self._pool_file)]
        self._serve("pgbouncer", command, build_port_check(self.pooler), drops=True)

    def _describe(self, broker_url: str) -> None:
        """Set the environment of web servers and workers: no password of the owner, and no folder of this machine but
        the shared one.
        """

        def pooled(login: str, database: str) -> str:
            address = f"postgres://{login}@{self.pooler}/{database}"
            return with_login(address, login, login_password(self.password, login))

        self.environment |= {
            "DEMO": "1",
            "DATABASE_URL": pooled("tfc_app", WRITES),
            "DATABASE_PUBLIC_URL": pooled("tfc_public", WRITES),
            "DATABASE_OFFICE_URL": pooled("tfc_office", WRITES),
            "DATABASE_ACCOUNTS_URL": pooled("tfc_accounts", WRITES),
            "DATABASE_LINKS_URL": pooled("tfc_links", WRITES),
            "DATABASE_FIGURES_URL": pooled("tfc_figures", WRITES),
            "DATABASE_WATCHDOG_URL": pooled("tfc_watchdog", WRITES),
            "DATABASE_REPLICA_URL": pooled("tfc_app", READS),
            "REDIS_URL": broker_url,
            "FILES_ROOT": str(self.place / "files"),
            "STATIC_ROOT": str(self.place / "static"),
            "ALLOWED_HOSTS": ",".join((BALANCER, *WEB.values())),
            "SITE_URL": self.url.rstrip("/"),
            "JOB_LEASE_SECONDS": "10",
            "TRUSTED_PROXIES": "1",
        }
        self.environment.pop("DATABASE_OWNER_URL", None)

    def _prepare(self) -> None:
        """Migrate directly as the owner; load the demo through PgBouncer, as the application does."""
        owner = with_login(self.leader.url, "tfc_owner", login_password(self.password, "tfc_owner"))
        owner_environment = {**self.environment, "DATABASE_OWNER_URL": owner}
        log = self.logs / "prepare.log"
        migrate = ["manage.py", "migrate", "--database", "owner", "--no-input"]
        run_step("Migrating the database", migrate, owner_environment, log)
        run_step("Compiling the translations", ["-m", "tfc.translations"], owner_environment, log)
        run_step(
            "Collecting the static files",
            ["manage.py", "collectstatic", "--no-input"],
            owner_environment,
            log,
        )
        run_step("Loading the demo's data", ["manage.py", "load_demo"], owner_environment, log)

    def _start_application(self) -> None:
        python = [str(PYTHON), "-m"]
        for name in WORKERS:
            # Name of the worker node; the default, the machine's name, would be the same for both.
            self._serve(name, [*python, *WORKER, "--without-mingle", "-n", f"{name}@cluster"])
        schedule = ["--schedule", str(self.place / "schedule"), "--pidfile="]
        self._serve("schedule", [*python, *SCHEDULE, *schedule])
        servers = {name: Address(host, free_port(host)) for name, host in WEB.items()}
        for name, address in servers.items():
            self._serve(name, [*python, *GUNICORN, "--bind", str(address)], build_port_check(address))
        file = self.place / "haproxy.cfg"
        drop_to = (self.account.uid, self.account.gid) if self.account else None
        file.write_text(haproxy(self.front, servers, drop_to))
        self._serve("balancer", [self.tools["haproxy"], "-db", "-f", str(file)], build_port_check(self.front))

    def _serve(
        self, name: str, command: list[str], ready: Callable[[], bool] = lambda: True, *, drops: bool = False
    ) -> None:
        service = Service(
            name=name,
            command=command,
            folder=self.logs,
            ready=ready,
            environment=for_web(self.environment) if name in WEB else self.environment,
            working_folder="/" if drops else str(ROOT),
            account=self.account if drops else None,
        )
        self.services[name] = service
        service.start()


def build_port_check(address: Address) -> Callable[[], bool]:
    """Return a function that returns True once a server listens at the address."""

    def ready() -> bool:
        try:
            with socket.create_connection((address.host, address.port), 1):
                return True
        except OSError:
            return False

    return ready
