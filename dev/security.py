"""`make security`: every control in full, on throwaway servers, and a table of what was tried and what came of it."""

from dev.foreground import run_in_foreground
from dev.layout import PYTHON
from dev.servers import throwaway_servers


def security(arguments: list[str]) -> int:
    """Try the controls with these codes, or all; 0 when each of them holds."""
    with throwaway_servers() as environment:
        return run_in_foreground([str(PYTHON), "-m", "tests.security", *arguments], environment)
