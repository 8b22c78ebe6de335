"""What a browser does before it sends an anonymous form, for tests."""

import itertools
import uuid

from tfc.human_check import PUZZLES, HumanCheck
from tfc.rate_limit import Sender


def solve(check: HumanCheck) -> str:
    """As static/js/proof-worker.js solves it."""
    return ".".join(
        str(next(number for number in itertools.count() if check.is_solved(puzzle, number)))
        for puzzle in range(PUZZLES)
    )


def make_sender(form: str = "form", network: str = "", *, has_proof: bool = True) -> Sender:
    """Each in a network of its own where none is named."""
    return Sender(form, network or uuid.uuid4().hex, has_proof)
