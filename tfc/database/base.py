"""The engine of DATABASES."""

import select
from typing import Any

from django.db.backends.postgresql import base

from tfc.database.kept_plans import KeepingConnection, KeepingCursor


class DatabaseWrapper(base.DatabaseWrapper):
    """Keeps the plans of what is asked most, and sees without a question whether the server has hung up."""

    def get_connection_params(self) -> dict[str, Any]:
        asked = super().get_connection_params()
        return {**asked, "connection_factory": KeepingConnection, "cursor_factory": KeepingCursor}

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.connection.begin()

    def is_usable(self) -> bool:
        """Between two requests a server says nothing, unless it takes its leave: then there is something to read.

        Django asks SELECT 1 and waits for the answer, for each login of each request. What neither of them notices at
        once is a machine that vanished without a word.
        """
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
