"""The address of each host. All are on this machine, and each part listens only at its own."""

import socket

from tfc.console import StackError

BALANCER = "127.0.0.10"
WEB = {"web1": "127.0.0.11", "web2": "127.0.0.12"}
# Workers and the schedule listen nowhere; their names only distinguish them.
WORKERS = ("worker1", "worker2")
POOLER = "127.0.0.30"
DATABASES = {"db1": "127.0.0.31", "db2": "127.0.0.32"}
BROKER = "127.0.0.40"


def check_addresses() -> None:
    """Raise StackError if this machine has only the address 127.0.0.1, as macOS does by default."""
    for host in (BALANCER, *WEB.values(), POOLER, *DATABASES.values(), BROKER):
        with socket.socket() as probe:
            try:
                probe.bind((host, 0))
            except OSError:
                raise StackError(
                    f"This machine has no address {host}, which stands for a host of the cluster. Linux has it; on "
                    f"macOS add it, and the others that are missing: sudo ifconfig lo0 alias {host}"
                ) from None
