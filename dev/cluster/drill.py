"""`make cluster ARGS=drill`: kills one part after the other while people write, then compares the acknowledged writes
with the stored ones.
"""

import os
import secrets
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from dev.cluster.checks import check_standby_reads, find_pooling_leaks
from dev.cluster.cluster import Cluster
from dev.cluster.databases import list_children
from dev.cluster.keeper import SECONDS_BETWEEN_LOOKS, ClusterSupervisor
from dev.cluster.ledger import Verdict, compare_with_stored, format_durations, get_longest_silence
from dev.cluster.orders import Orders
from dev.cluster.writers import Writer, start_writers, stop_writers
from dev.processes import Service
from tfc.console import StackError, say

SECONDS_AWAY = 6.0  # a killed part restarts after this long, like a machine that boots
SECONDS_BEFORE = 3.0
SECONDS_AT_MOST = 240
STORED = "SELECT array_agg(place) FROM events_event WHERE place LIKE %s"


@dataclass
class Drill:
    cluster: Cluster
    keeper: ClusterSupervisor
    writers: list[Writer]
    seconds: dict[str, float] = field(default_factory=dict)

    def strike(self, title: str, kill: Callable[[], None], recovered: Callable[[], bool]) -> None:
        """Kill a part, and record the longest time without an acknowledged write and the time until every part was
        back.
        """
        say(f"\n── {title}")
        began = time.monotonic()
        kill()
        self._until(lambda: recovered() and self.keeper.is_whole())
        whole = time.monotonic()
        self._for(SECONDS_BEFORE)
        ledgers = [writer.ledger for writer in self.writers]
        self.seconds[f"{title}: longest time without an acknowledged write"] = get_longest_silence(
            ledgers, began, time.monotonic()
        )
        self.seconds[f"{title}: until every part was back"] = whole - began

    def wait(self, seconds: float = SECONDS_BEFORE) -> None:
        self._for(seconds)

    def _for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self._until(lambda: time.monotonic() >= end)

    def _until(self, reached: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS_AT_MOST
        while not reached():
            if time.monotonic() > end:
                raise StackError(f"The cluster did not get well within {SECONDS_AT_MOST} seconds.")
            self.keeper.look()
            time.sleep(SECONDS_BETWEEN_LOOKS)


def drill(cluster: Cluster) -> int:
    """Run the drill; return 1 if an acknowledged write is missing or stored twice, or if another check fails."""
    run = f"drill {secrets.token_hex(3)}"
    faults = [*find_pooling_leaks(cluster), *check_standby_reads(cluster)]
    writers = start_writers(cluster.front, run)
    made = Drill(cluster, ClusterSupervisor(cluster, rest=SECONDS_AWAY), writers)
    orders = Orders(cluster)
    made.wait()
    made.strike("A web server is killed", lambda: kill_service(cluster.services["web1"]), lambda: True)

    def kill_a_busy_worker() -> None:
        orders.order()
        made._until(orders.are_begun)
        kill_service(cluster.services["worker1"])

    made.strike("A worker is killed", kill_a_busy_worker, orders.are_done)
    made.strike("The primary is killed", cluster.leader.kill, lambda: True)
    made.strike("The standby is killed", cluster.follower.kill, lambda: True)
    stop_writers(writers)
    stored = cluster.leader.ask(STORED, f"{run} %", database="tfc") or []
    verdict = compare_with_stored((writer.ledger for writer in writers), stored)
    faults += [*orders.faults(), *check_standby_reads(cluster)]
    return _report(made, verdict, faults)


def _report(made: Drill, verdict: Verdict, faults: list[str]) -> int:
    say(f"\n{format_durations(made.seconds)}\n")
    say(
        f"  {verdict.acknowledged} writes were acknowledged, {verdict.tries_again} tries brought no acknowledgment and "
        "were sent again."
    )
    for what, names in (("lost", verdict.lost), ("doubled", verdict.doubled), ("unknown", verdict.unknown)):
        say(f"  {what}: {len(names)}" + (f" ({', '.join(names[:5])})" if names else ""))
    for fault in faults:
        say(f"  {fault}")
    well = verdict.holds and not faults and verdict.acknowledged > 0
    say(
        "\nThe drill: "
        + ("nothing that was acknowledged was lost, and nothing is there twice" if well else "failed")
    )
    return 0 if well else 1


def kill_service(service: Service) -> None:
    """Kill the process and all its child processes at once, as a power failure would."""
    if service.process is None:
        return
    for pid in (*list_children(service.process.pid), service.process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    service.process.wait()
