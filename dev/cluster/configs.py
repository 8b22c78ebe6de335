"""What HAProxy, PgBouncer and PostgreSQL read, as text. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

# The names under which PgBouncer offers the database: of the one that writes, and of the one that follows it.
WRITES, READS = "tfc", "tfc_standby"
# It asks nobody else: a balancer must not give up every web server because the database is away.
ALIVE = "/health/live/"


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def haproxy(front: Address, servers: Mapping[str, Address], drop_to: tuple[int, int] | None) -> str:
    """Ask each server twice a second whether it lives; a busy one has three seconds to say so. A request goes to
    another one only if it never arrived.

    No log: whatever stands in front of the application must keep nothing of /p/.
    """
    lines = ["global", "  maxconn 1000"]
    if drop_to:
        lines += [f"  uid {drop_to[0]}", f"  gid {drop_to[1]}"]
    lines += [
        "defaults",
        "  mode http",
        "  timeout connect 1s",
        # A request is read before a server is asked: as much of it as a buffer holds, within this time.
        "  option http-buffer-request",
        "  timeout http-request 20s",
        "  timeout client 60s",
        "  timeout server 60s",
        "  timeout queue 10s",
        "  timeout check 3s",
        "  retries 3",
        "  retry-on conn-failure",
        "  option redispatch 1",
        "  option forwardfor",
        "frontend everybody",
        f"  bind {front}",
        "  default_backend web",
        "backend web",
        "  balance leastconn",
        "  option httpchk",
        f"  http-check send meth GET uri {ALIVE} ver HTTP/1.1 hdr Host {front.host}",
        "  http-check expect status 200",
        "  default-server check inter 500ms fall 2 rise 2 on-marked-down shutdown-sessions",
        *(f"  server {name} {address}" for name, address in servers.items()),
    ]
    return "\n".join(lines) + "\n"


def pgbouncer(
    front: Address, writes: Address, reads: Address, users_file: str, *, database: str = WRITES
) -> str:
    """A connection of the server is lent for one transaction. What is dead is known within a second or two.

    ``database``: what the servers call it.
    """
    lines = [
        "[databases]",
        f"{WRITES} = host={writes.host} port={writes.port} dbname={database}",
        f"{READS} = host={reads.host} port={reads.port} dbname={database}",
        "[pgbouncer]",
        f"listen_addr = {front.host}",
        f"listen_port = {front.port}",
        "unix_socket_dir =",
        "auth_type = scram-sha-256",
        f"auth_file = {users_file}",
        "pool_mode = transaction",
        "default_pool_size = 12",
        "max_client_conn = 500",
        "server_connect_timeout = 2",
        "server_login_retry = 0.5",
        "query_wait_timeout = 10",
        "log_connections = 0",
        "log_disconnections = 0",
    ]
    return "\n".join(lines) + "\n"


def userlist(passwords: Mapping[str, str]) -> str:
    """PgBouncer's own list of logins; it proves who it is to PostgreSQL by the same passwords."""
    return "".join(f'"{login}" "{password}"\n' for login, password in passwords.items())


def hba() -> str:
    """Everybody by password, from this machine alone; replication as well."""
    return "host all all 127.0.0.0/8 scram-sha-256\nhost replication all 127.0.0.0/8 scram-sha-256\n"
