import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.postgres import Postgres
from tfc.db_roles.create import prepare_logins


@pytest.fixture(scope="module")
def administrator_url() -> Iterator[str]:
    """A PostgreSQL server of its own that only its administrator has used.

    Not in pytest's temporary folder, which the account that runs PostgreSQL cannot read.
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
