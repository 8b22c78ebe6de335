import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.postgres import Postgres
from tfc.db_roles.create import prepare_logins


@pytest.fixture(scope="module")
def administrator_url() -> Iterator[str]:
    """A PostgreSQL of its own, beside the one of the suite, that only its administrator has used.

    Not in pytest's temporary folder: that is closed to the other account which PostgreSQL of root runs under.
    """
    with tempfile.TemporaryDirectory(prefix="tfc-stack-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o711)
        server = Postgres(home, home / "logs", "a p@ssword", throwaway=True)
        service = server.start()
        try:
            yield server.url
        finally:
            service.stop()


@pytest.fixture(scope="module")
def urls(administrator_url: str) -> dict[str, str]:
    return prepare_logins(administrator_url)
