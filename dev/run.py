"""`make run`, `make manage` and other commands on the demo: all its processes, or one program next to them."""

import hashlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

from dev.environment import failure
from dev.foreground import run_in_foreground, without_interrupts
from dev.layout import EMAILS, EMPTY, LOGS, PREPARED, PYTHON, RESTORED, ROOT, RUN, SCHEMA
from dev.processes import check_port_free, end_leftovers
from dev.programs import application_services
from dev.servers import Servers, stop_all
from dev.state import RunFolder, State, hold_lock
from dev.supervisor import supervise
from tfc.console import StackError, say, step

SECONDS_TO_ANSWER = 90
SECONDS_FOR_A_TURN = 180

# These commands prepare or only read the code, or need an empty database, so they must work while migrations are
# missing.
SCHEMA_COMMANDS = {
    "check",
    "makemessages",
    "makemigrations",
    "migrate",
    "narrow_logins",
    "restore",
    "showmigrations",
    "sqlmigrate",
    "help",
}


# The office of an installation without the demo, and the first person who signs in.
OFFICE = ("--name", "Oasis USA", "--slug", "usa", "--country", "US")
CONTACT = ("--contact-email", "privacy@oasis.example")
STAFF = ("--staff-name", "Ann Lee", "--staff-email", "ann@oasis.example")
DEMO_IS_HERE = (
    "The demo's data are in .run. Delete them with `make reset`; then `make run ARGS=empty` starts without."
)
OLD_SCHEMA = (
    "The data in .run are from an older version, whose tables were different. Delete them with `make reset`; "
    "then start again."
)


def run(arguments: list[str]) -> int:
    """Start everything, print the address and the accounts, and keep it running until Ctrl-C.

    With the argument "empty" the first start loads no demo; later starts do the same, until `make reset`.
    """
    if arguments not in ([], ["empty"]):
        raise StackError("`make run` takes one argument: make run ARGS=empty starts without the demo.")
    port = get_port()
    folder = RunFolder(RUN)
    if not folder.acquire():
        raise StackError(describe_running(folder.read_state()))
    with hold_lock(folder):
        if arguments and PREPARED.exists() and not EMPTY.exists():
            raise StackError(DEMO_IS_HERE)
        end_leftovers(LOGS)
        check_port_free(port)
        # By name, since passkeys need a domain.
        url = f"http://localhost:{port}/"
        servers = Servers(folder, demo=not arguments)
        services = servers.running
        try:
            folder.write_state(State(os.getpid(), "run", url, {}))
            servers.start()
            prepare(servers.environment)
            start_application(servers, port, url)
            folder.write_state(State(os.getpid(), "run", url, get_added_environment(servers.environment)))
            say(f"\nTraffickFree is ready: {url}   (Ctrl-C stops it and keeps the data)\n")
            supervise(services)
        except KeyboardInterrupt:
            say("\nStopping …")
        finally:
            with without_interrupts():
                stop_all(services)
        say("Stopped. The data are kept; `make run` starts again, `make reset` deletes them.")
    return 0


def manage(arguments: list[str]) -> int:
    """Run a management command next to a running demo, or with servers started only for it."""
    if not arguments:
        raise StackError('Say which command: make manage ARGS="figures --community pasadena --round 2026-H1"')
    command = [str(PYTHON), "manage.py", *arguments]
    status = run_with_demo_servers(command, "manage", needs_data=arguments[0] not in SCHEMA_COMMANDS)
    if arguments[0] == "restore" and status == 0:
        RESTORED.touch()
    return status


def run_with_demo_servers(
    command: list[str], name: str, added: Mapping[str, str] = MappingProxyType({}), *, needs_data: bool = True
) -> int:
    """Run a program on the demo's servers, starting them if needed; ``name``: the target that was called."""
    folder = RunFolder(RUN)
    running_environment = wait_for_lock(folder)
    if running_environment:
        return run_in_foreground(command, {**os.environ, **running_environment, **added})
    with hold_lock(folder):
        folder.write_state(State(os.getpid(), name, "", {}))
        servers = Servers(folder)
        try:
            servers.start()
            if needs_data and not PREPARED.exists():
                prepare(servers.environment)
            return run_in_foreground(command, {**servers.environment, **added})
        finally:
            with without_interrupts():
                stop_all(servers.running)


def wait_for_lock(folder: RunFolder) -> Mapping[str, str] | None:
    """Return the environment of a running demo, or None once we hold the lock."""
    end = time.monotonic() + SECONDS_FOR_A_TURN
    is_announced = False
    while not folder.acquire():
        state = folder.read_state()
        if state and state.environment:
            return state.environment
        starting = state is not None and state.command == "run"
        # A first start takes some minutes, and ends by itself if it fails.
        if time.monotonic() > end and not starting:
            raise StackError(describe_running(state))
        if not is_announced:
            who = "TraffickFree, which is still starting" if starting else "another command of this checkout"
            say(f"  Waiting for {who} …")
            is_announced = True
        time.sleep(0.2)
    return None


def get_port() -> int:
    """Return the port from PORT; raise StackError if it is not a port."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise StackError(
            f"PORT must be a number from 1 to 65535, and it is “{text}”. For example: PORT=8001 make run"
        )
    return int(text)


def describe_running(state: State | None) -> str:
    """Return the message that another command holds this checkout's demo, with its address."""
    if state is None:
        return "Another command is using the demo of this checkout. Wait for it to end, then start again."
    if state.command != "run":
        return f"`make {state.command}` (process {state.pid}) is using the demo. Start again after its end."
    doing = "already runs" if state.environment else "is already starting"
    return (
        f"TraffickFree {doing} at {state.url} (process {state.pid}). Stop it with Ctrl-C where it was "
        f"started, or by: kill {state.pid}"
    )


def get_added_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the stack set, so that the state file repeats nothing of the user's
    own environment.
    """
    return {name: value for name, value in environment.items() if os.environ.get(name) != value}


def prepare(environment: Mapping[str, str]) -> None:
    """Update the database, the translations, the static files and the demo's data to the code."""
    check_schema()
    PREPARED.unlink(missing_ok=True)
    # Translations and static files need no database, so they are made while it is migrated.
    with ThreadPoolExecutor(max_workers=1) as pool:
        compiling = pool.submit(compile_translations, environment)
        collecting = pool.submit(collect_static_files, environment)
        run_step(
            "Migrating the database",
            ["manage.py", "migrate", "--database", "owner", "--no-input"],
            environment,
        )
        with step("Compiling the translations"):
            compiling.result()
        # No previous release is running that still needs the rights revoked here from the default login. The system
        # checks were run before migrating.
        run_step("Narrowing the logins", ["manage.py", "narrow_logins", "--skip-checks"], environment)
        add_first_data(environment)
        with step("Collecting the static files"):
            collecting.result()
    PREPARED.touch()


def check_schema() -> None:
    """Raise StackError if our own database was made from other first migrations: `migrate` changes none of its tables,
    and pages would fail. While no installation exists, first migrations are written again (tests.migrations.renew).
    """
    if os.environ.get("DATABASE_URL"):
        return
    digest = hashlib.sha256()
    for pattern in ("*/migrations/0001_initial.py", "*/policies.py"):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    made_from = SCHEMA.read_text() if SCHEMA.exists() else ""
    if made_from != digest.hexdigest() and (made_from or PREPARED.exists()):
        raise StackError(OLD_SCHEMA)
    SCHEMA.write_text(digest.hexdigest())


def add_first_data(environment: Mapping[str, str]) -> None:
    """Load the demo, or without it open an office; add nothing to what was opened or restored before."""
    if RESTORED.exists() or EMPTY.exists():
        return
    if environment.get("DEMO"):
        run_step("Loading the demo's data", ["manage.py", "load_demo", "--skip-checks"], environment)
    else:
        run_step("Opening an office", ["manage.py", "open_office", *OFFICE, *CONTACT, *STAFF], environment)
        EMPTY.touch()


def compile_translations(environment: Mapping[str, str]) -> None:
    run_logged(
        "Compiling the translations", ["-m", "tfc.translations"], environment, LOGS / "translations.log"
    )


def collect_static_files(environment: Mapping[str, str]) -> None:
    command = ["manage.py", "collectstatic", "--no-input"]
    run_logged("Collecting the static files", command, environment, LOGS / "static.log")


def run_step(
    title: str, arguments: list[str], environment: Mapping[str, str], log: Path = LOGS / "prepare.log"
) -> None:
    """Run Python as one step: its output goes to a log, and the end of it is shown if the step fails."""
    with step(title):
        run_logged(title, arguments, environment, log)


def run_logged(title: str, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
    with open(log, "a+") as output:
        begin = output.seek(0, os.SEEK_END)
        done = subprocess.run(
            [str(PYTHON), *arguments],
            stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=dict(environment), check=False,
        )  # fmt: skip
        if done.returncode:
            output.seek(begin)
            raise failure(title, output.read())


def start_application(servers: Servers, port: int, url: str) -> None:
    """Start web server, worker and schedule, and wait until the health page reports that all is well."""
    with step("Starting the web server and the worker"):
        for service in application_services(port, servers.environment):
            service.launch()
            servers.running.append(service)
        end = time.monotonic() + SECONDS_TO_ANSWER
        while (health := read_health(url)) != "":
            dead = next((service for service in servers.running if not service.is_alive()), None)
            if dead:
                raise dead.start_error()
            if time.monotonic() > end:
                raise StackError(f"TraffickFree does not get ready: {health}. The logs are in {LOGS}.")
            time.sleep(0.2)
    say("")
    if servers.environment.get("DEMO"):
        subprocess.run([PYTHON, "manage.py", "demo_accounts"], env=dict(servers.environment), check=False)
    else:
        say(f"Sign in at {url}accounts/login/ as {STAFF[-1]}, with a code by email. Emails are in {EMAILS}.")


def read_health(url: str) -> str:
    """Return the problems that the health page reports; empty if it answers 200."""
    try:
        with urllib.request.urlopen(f"{url}health/", timeout=10):  # noqa: S310 (our own address)  # nosec B310
            return ""
    except urllib.error.HTTPError as error:
        body = error.read(2000).decode(errors="replace")
        return f"the health page answers {error.code}: {_compact(body)}"
    except OSError as error:
        return f"no answer at {url} ({error})"


def _compact(body: str) -> str:
    try:
        return json.dumps(json.loads(body))
    except ValueError:
        return body[:200]
