"""`make security`: runs every security control in full on throwaway servers, and prints a table of the attempts and
results.
"""

from dev.foreground import run_in_foreground
from dev.layout import PYTHON
from dev.servers import throwaway_servers


def security(arguments: list[str]) -> int:
    """Test the controls with these codes, or all; return 0 if each of them holds."""
    with throwaway_servers() as environment:
        return run_in_foreground([str(PYTHON), "-m", "tests.security", *arguments], environment)
