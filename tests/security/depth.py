"""The number of tries: few in `make test`, all in `make security`."""

import os

EVERY = os.environ.get("SECURITY") == "every"


def times(few: int, all_of_them: int) -> int:
    return all_of_them if EVERY else few
