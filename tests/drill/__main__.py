"""`make drill ARGS="…"`: worker, broker, database, pooler, disk, four, schedule (or faults, for all of them);
hundred-users; double-submissions; previous-release. Without a name everything, which takes hours (docs/drills.md)."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dev.cluster.command import await_health
from dev.cluster.databases import list_children
from dev.foreground import without_interrupts
from dev.layout import BUILD, MEBIBYTE, check_room
from dev.processes import end_leftovers
from dev.state import RunFolder, hold_lock
from tests.drill import double_submissions, hundred_users, previous_release, results
from tests.drill.fault_trial import Outcome, tried
from tests.drill.faults import FAULTS, Fault, Scene
from tests.drill.installation import Installation
from tests.drill.media_disk import Media
from tfc.console import StackError, say

ROOM = 1_500 * MEBIBYTE
KEPT = BUILD / "drill.json"
NAMES = [fault.name for fault in FAULTS]
OTHERS: dict[str, Callable[[Scene, argparse.Namespace], bool]] = {
    # First, since a hundred people sign in: other drills would use up the limit of one address.
    "hundred-users": hundred_users.drill,
    "double-submissions": double_submissions.drill,
}


def main(arguments: list[str]) -> int:
    request = _parsed(arguments)
    parts = request.parts or ["faults", *OTHERS, "previous-release"]
    chosen = [fault for fault in FAULTS if {fault.name, "faults"} & set(parts)]
    others = [name for name in OTHERS if name in parts]
    well = True
    if chosen or others:
        with _installed(request.lease) as scene:
            if chosen:
                well &= _faults(chosen, scene, request.times)
            for name in others:
                well &= OTHERS[name](scene, request)
    if "previous-release" in parts:
        well &= previous_release.drill(KEPT, request.release, request.tests)
    say("\nThe drill: " + ("everything holds" if well else "failed"))
    return 0 if well else 1


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make drill", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *NAMES, "faults", *OTHERS, "previous-release"])
    parser.add_argument("--times", type=int, default=20, help="how often each fault strikes")
    parser.add_argument("--lease", type=int, default=30, help="JOB_LEASE_SECONDS; production's is 30")
    parser.add_argument("--minutes", type=float, default=10, help="how long the hundred people stay")
    parser.add_argument("--senders", type=int, default=50, help="how often each form is sent at once")
    parser.add_argument("--release", default="", help="the release before: a tag or commit")
    parser.add_argument(
        "--tests", nargs="+", default=previous_release.SMOKE, help="which of that release's tests are asked"
    )
    return parser.parse_args(arguments)


@contextmanager
def _installed(lease: int) -> Iterator[Scene]:
    folder = RunFolder(BUILD / "drill")
    if not folder.acquire():
        raise StackError("Another `make drill` is running in this checkout. Wait for its end.")
    with hold_lock(folder):
        end_leftovers(folder.path / "logs")
        check_room(folder.path, ROOM, "the drill")
        media = Media(folder.path / "files")
        media.start()
        installation = Installation(folder, media.path, lease)
        media.pids = lambda: _writing(installation)
        try:
            installation.start()
            await_health(installation.url)
            yield Scene(installation, media)
        finally:
            with without_interrupts():
                installation.stop()
                media.stop()


def _writing(installation: Installation) -> list[int]:
    process = installation.services["web"].process
    return list_children(process.pid) if process else []


def _faults(chosen: list[Fault], scene: Scene, times: int) -> bool:
    outcomes = []
    for drill in chosen:
        if drill.needs and drill.needs not in scene.installation.services:
            outcomes.append(Outcome(drill.name, drill.title, left_out=f"this machine has no {drill.needs}"))
            continue
        outcomes.append(tried(drill, scene, times))
        results.keep(KEPT, drill.name, results.as_data(outcomes[-1:])[0])
    disk = "a disk of its own" if scene.media.is_disk else "a limit in the place of a disk"
    say(f"\n{results.table(outcomes)}\n\n  Files lay on {disk}.")
    return all(outcome.holds for outcome in outcomes)


def _interrupt(_number: int, _frame: object) -> None:
    """Stop everything in order on SIGTERM, as for Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupt)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfc.settings")
    try:
        sys.exit(main(sys.argv[1:]))
    except StackError as error:
        say(f"\n{error}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("Stopped.")
        sys.exit(130)
