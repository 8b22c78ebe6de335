"""`make cluster`, and `make cluster ARGS=drill`."""

import subprocess
import time
from collections.abc import Callable

from dev.cluster.cluster import Cluster
from dev.cluster.drill import drill
from dev.cluster.hosts import BALANCER, check_addresses
from dev.cluster.keeper import SECONDS_BETWEEN_LOOKS, ClusterSupervisor
from dev.cluster.tools import find_tools
from dev.foreground import without_interrupts
from dev.layout import BUILD, MEBIBYTE, PYTHON, check_room
from dev.processes import check_port_free, end_leftovers
from dev.run import get_port, read_health
from dev.state import RunFolder, hold_lock
from tfc.console import StackError, say

ROOM = 1_500 * MEBIBYTE
SECONDS_TO_GET_WELL = 180


def cluster(arguments: list[str]) -> int:
    """Start the cluster and keep it alive until Ctrl-C, or run the drill on it and return 1 if something was lost."""
    work: dict[tuple[str, ...], Callable[[Cluster], int]] = {(): _keep, ("drill",): drill}
    if tuple(arguments) not in work:
        raise StackError('Say make cluster, or make cluster ARGS="drill".')
    check_addresses()
    tools = find_tools()
    port = get_port()
    folder = RunFolder(BUILD / "cluster")
    if not folder.acquire():
        raise StackError("Another `make cluster` is running in this checkout. Stop it first, with Ctrl-C.")
    with hold_lock(folder):
        end_leftovers(folder.path / "logs")
        check_room(folder.path, ROOM, "the cluster")
        check_port_free(port, BALANCER)
        made = Cluster(folder, port, tools)
        try:
            made.start()
            await_health(made.url)
            return work[tuple(arguments)](made)
        except KeyboardInterrupt:
            say("\nStopping …")
            return 0
        finally:
            with without_interrupts():
                made.stop()


def _keep(made: Cluster) -> int:
    say("")
    subprocess.run([PYTHON, "manage.py", "demo_accounts"], env=made.environment, check=False)
    say(f"\nThe cluster is ready: {made.url}   (Ctrl-C stops it and keeps the data)")
    for name, service in made.services.items():
        say(f"  {name}: process {service.process.pid if service.process else 0}")
    for node in (made.leader, made.follower):
        says = "primary" if node is made.leader else "standby"
        process = node.service.process if node.service else None
        say(f"  {node.name} ({says}): process {process.pid if process else 0}, {node.address}")
    keeper = ClusterSupervisor(made)
    while True:
        keeper.look()
        time.sleep(SECONDS_BETWEEN_LOOKS)


def await_health(url: str) -> None:
    """Wait until the health page reports that all is well."""
    end = time.monotonic() + SECONDS_TO_GET_WELL
    while complaint := read_health(url):
        if time.monotonic() > end:
            raise StackError(f"The cluster does not get ready: {complaint}.")
        time.sleep(0.3)
