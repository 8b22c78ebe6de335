"""The configuration of HAProxy, PgBouncer and PostgreSQL, as text. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

# The names under which PgBouncer offers the database: of the leader for writes, of the follower for reads.
WRITES, READS = "tfc", "tfc_standby"
# This page checks no other part: the balancer must not drop every web server because the database is down.
ALIVE = "/health/live/"


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def haproxy(front: Address, servers: Mapping[str, Address], drop_to: tuple[int, int] | None) -> str:
    """Return HAProxy's configuration: each server is checked twice a second, and a busy one has three seconds to
    answer. A request is sent to another server only if it never arrived.

    There is no log: nothing in front of the application may record requests under /p/.
    """
    lines = ["global", "  maxconn 1000"]
    if drop_to:
        lines += [f"  uid {drop_to[0]}", f"  gid {drop_to[1]}"]
    lines += [
        "defaults",
        "  mode http",
        "  timeout connect 1s",
        # A request is read, up to the size of a buffer and within this time, before it is sent to a server.
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
    """Return PgBouncer's configuration: a server connection is assigned for one transaction, and a dead server is
    detected within a second or two.

    ``database``: its name on the servers.
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
    """Return PgBouncer's list of logins; it authenticates to PostgreSQL with the same passwords."""
    return "".join(f'"{login}" "{password}"\n' for login, password in passwords.items())


def hba() -> str:
    """Return pg_hba.conf: all logins with a password, only from this machine; replication too."""
    return "host all all 127.0.0.0/8 scram-sha-256\nhost replication all 127.0.0.0/8 scram-sha-256\n"
