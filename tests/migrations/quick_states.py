"""Migrations without what makes them slow: after each operation Django makes every related model anew, here all of them.

What they do to the database needs the model that changes alone. `make check` holds that both ways lead to the same
database (tests/migrations/same.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db.migrations.state import ProjectState


@contextmanager
def quick_states() -> Iterator[None]:
    def itself(_state: ProjectState, app: str, model: str, delay: object = None) -> set[tuple[str, str]]:
        return {(app, model)}

    with patch.object(ProjectState, "_find_reload_model", itself):
        yield
