"""Keeps the processes of a demo running: one that ends or is killed is restarted."""

import time
from collections import deque
from collections.abc import Sequence
from typing import NoReturn

from dev.processes import Service
from tfc.console import StackError, say

SECONDS_BETWEEN_LOOKS = 0.5
MOST_RESTARTS = 5
WITHIN_SECONDS = 60.0


class RestartBudget:
    """Allows a few restarts per minute: a process that always ends at once is broken."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MOST_RESTARTS)

    def spend(self, now: float) -> bool:
        """Count one restart at `now` (seconds); return False if there were too many within a minute."""
        used_up = len(self._times) == MOST_RESTARTS and now - self._times[0] < WITHIN_SECONDS
        self._times.append(now)
        return not used_up


def supervise(services: Sequence[Service]) -> NoReturn:
    """Watch the services until Ctrl-C (KeyboardInterrupt); raise StackError if one keeps ending."""
    budgets = {service.name: RestartBudget() for service in services}
    while True:
        for service in services:
            if service.is_alive():
                continue
            say(f"  {service.name} ended ({service.how_it_ended()}); starting it again")
            if not budgets[service.name].spend(time.monotonic()):
                raise StackError(
                    f"{service.name} keeps ending. The end of {service.log}:\n{service.end_of_log()}"
                )
            service.start()
        time.sleep(SECONDS_BETWEEN_LOOKS)
