"""Supervises a running cluster: restarts what died, and replaces a dead leader by the follower, which has all its
acknowledged writes.

On several machines this is the work of systemd on each of them, and of Patroni or the provider of a managed database;
docs/scaling.md says what they must do the same way.
"""

import time
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg2

from dev.cluster.cluster import Cluster
from dev.processes import Service
from dev.supervisor import RestartBudget
from tfc.console import StackError, say

SECONDS_BETWEEN_LOOKS = 0.3


@dataclass
class ClusterSupervisor:
    """``rest``: seconds before a dead part restarts, like a machine that boots; the others continue meanwhile."""

    cluster: Cluster
    rest: float = 0
    _seen: dict[str, float] = field(default_factory=dict)
    _budgets: dict[str, RestartBudget] = field(default_factory=dict)

    def look(self) -> None:
        """Repair what can be repaired now; if a database fails meanwhile, the next call tries again."""
        with suppress(psycopg2.OperationalError):
            self._mend()

    def _mend(self) -> None:
        cluster = self.cluster
        for name, service in cluster.services.items():
            if not service.is_alive() and self._rested(name, service):
                service.start()
        if not cluster.leader.is_alive:
            self._fail_over()
        if not cluster.follower.is_alive:
            self._without_follower()

    def is_whole(self) -> bool:
        cluster = self.cluster
        serve = all(service.is_alive() for service in cluster.services.values())
        return not self._seen and serve and cluster.leader.is_alive and cluster.follower.is_alive

    def _rested(self, name: str, died: Service) -> bool:
        """Return True once the part may be restarted. The first call prints that it ended."""
        now = time.monotonic()
        if name not in self._seen:
            say(f"  {name} ended ({died.how_it_ended()})")
            self._seen[name] = now
        if now - self._seen[name] < self.rest:
            return False
        if not self._budgets.setdefault(name, RestartBudget()).spend(now):
            raise StackError(f"{name} keeps ending. The end of {died.log}:\n{died.end_of_log()}")
        del self._seen[name]
        say(f"  {name} is started again")
        return True

    def _fail_over(self) -> None:
        """Fail over to the follower. The old leader can acknowledge no more writes, even if it still ran unnoticed: it
        would wait for its follower, which no longer follows it.
        """
        cluster = self.cluster
        if not cluster.follower.is_alive:
            # No follower can take over, and all acknowledged writes are on the leader's own disk.
            say(f"  {cluster.leader.name} ended and nobody can take over; starting it again")
            cluster.leader.start()
            return
        cluster.follower.promote()
        cluster.lead(cluster.follower)
        cluster.point()
        say(f"  {cluster.leader.name} leads now")

    def _without_follower(self) -> None:
        """Let writes wait for no follower, and create a new one when it may restart."""
        cluster, lost = self.cluster, self.cluster.follower
        if lost.name not in self._seen:
            cluster.leader.wait_for(None)
            cluster.point()
        if lost.service and self._rested(lost.name, lost.service):
            cluster.follow()
            cluster.point()
            say(f"  {lost.name} follows {cluster.leader.name}: each write is on two disks again")
