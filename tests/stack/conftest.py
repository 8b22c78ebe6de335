from collections.abc import Iterator

import pytest

from tfc.stack.logins import prepare_logins
from tfc.stack.postgres import Postgres


@pytest.fixture(scope="module")
def administrator_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of its own, beside the one of the suite, that only its administrator has used."""
    home = tmp_path_factory.mktemp("postgres")
    for folder in (home, *home.parents[:3]):
        folder.chmod(0o711)  # pytest closes them, and PostgreSQL of root runs under another account
    server = Postgres(home, home / "logs", "a p@ssword", throwaway=True)
    service = server.start()
    try:
        yield server.url
    finally:
        service.stop()


@pytest.fixture(scope="module")
def urls(administrator_url: str) -> dict[str, str]:
    return prepare_logins(administrator_url)
