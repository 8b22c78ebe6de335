"""The proof of work that a browser does before it sends an anonymous form."""

import itertools
import uuid

from tfc.human_check import PUZZLES, HumanCheck
from tfc.rate_limit import Sender


def solve(check: HumanCheck) -> str:
    """Solve the challenge as static/js/proof-worker.js does."""
    return ".".join(
        str(next(number for number in itertools.count() if check.is_solved(puzzle, number)))
        for puzzle in range(PUZZLES)
    )


def make_sender(form: str = "form", network: str = "", *, has_proof: bool = True) -> Sender:
    """Return a client, in a network of its own unless one is given."""
    return Sender(form, network or uuid.uuid4().hex, has_proof)
