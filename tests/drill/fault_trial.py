"""One fault, repeated under load: the time until recovery, and what is stored in the end."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from dev.cluster.ledger import Verdict, compare_with_stored
from tests.drill import stored_records
from tests.drill.crew import Crew
from tests.drill.faults import Fault, Scene
from tfc.console import say

SECONDS_ALLOWED = 60.0
SECONDS_AT_MOST = 150.0
SECONDS_BETWEEN = 1.0
SECONDS_TO_BEGIN = 300.0


@dataclass
class Outcome:
    """``recovered``: seconds from each fault until nobody noticed it anymore."""

    name: str
    title: str
    times: int = 0
    acknowledged: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    recovered: list[float] = field(default_factory=list)
    left_out: str = ""

    @property
    def half(self) -> float:
        return median(self.recovered) if self.recovered else 0.0

    @property
    def longest(self) -> float:
        return max(self.recovered, default=0.0)

    @property
    def holds(self) -> bool:
        if self.left_out:
            return True
        is_whole = not (self.lost or self.doubled or self.faults)
        return is_whole and self.acknowledged > 0 and self.longest <= SECONDS_ALLOWED

    def add(self, verdict: Verdict) -> None:
        self.acknowledged += verdict.acknowledged
        self.refused += verdict.tries_again
        self.lost += verdict.lost
        self.doubled += verdict.doubled
        self.faults += [f"stored, and nobody sent it: {row}" for row in verdict.unknown]


def tried(fault: Fault, scene: Scene, times: int) -> Outcome:
    """Cause it ``times`` times while everyone writes; compare when all have stopped and every job is done."""
    outcome = Outcome(fault.name, fault.title)
    say(f"\n── {fault.title}, {times} times")
    ended_badly = stored_records.failed(scene.installation)
    crew = Crew(scene.installation, f"drill {fault.name} {secrets.token_hex(3)}")
    crew.start()
    try:
        if not crew.until_all_wrote(time.monotonic(), SECONDS_TO_BEGIN):
            outcome.faults.append("not everybody could write before anything was broken")
        for turn in range(times):
            outcome.recovered.append(_struck(fault, scene, crew))
            outcome.times = turn + 1
            say(f"  {turn + 1}: {outcome.recovered[-1]:.1f} s")
            if outcome.recovered[-1] > SECONDS_AT_MOST:
                outcome.faults.append("it did not recover")
                break
            time.sleep(SECONDS_BETWEEN)
    finally:
        crew.stop()
    _until(lambda: not stored_records.open_jobs(scene.installation), SECONDS_AT_MOST)
    for ledgers, there in crew.written():
        outcome.add(compare_with_stored(ledgers, there))
    outcome.faults += crew.faults()
    if more := stored_records.failed(scene.installation) - ended_badly:
        outcome.faults.append(f"{more} jobs ended as failed")
    return outcome


def _struck(fault: Fault, scene: Scene, crew: Crew) -> float:
    """Return the seconds until every refused write is stored, everyone wrote again, and open jobs are done; more than
    SECONDS_AT_MOST if that does not happen."""
    waiting = stored_records.open_jobs(scene.installation)
    began = time.monotonic()
    fault.strike(scene)
    struck = time.monotonic()
    result = _until(lambda: not waiting & stored_records.open_jobs(scene.installation), SECONDS_AT_MOST)
    if not result or not crew.until_all_wrote(struck, SECONDS_AT_MOST):
        return SECONDS_AT_MOST + 1
    jobs = result - began if waiting else 0.0
    return max([jobs, *(at - began for at in crew.delayed_since(began))])


def _until(reached: Callable[[], bool], seconds: float) -> float:
    """Return when it was reached; 0 if it was not."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            return 0.0
        time.sleep(0.2)
    return time.monotonic()
