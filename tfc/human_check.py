"""Checks that a person sent a form: a proof of work by the browser's script, or a sum without script. Pure.

The work is many small puzzles rather than one large one, so that its duration varies little from try to try.
static/js/proof-worker.js solves them; docs/adr/0040-anonymous-forms.md gives the durations on an old phone.
"""

import hashlib
import re
from dataclasses import dataclass
from uuid import UUID

PUZZLES = 16
_SOLUTION = re.compile(r"\d{1,7}(\.\d{1,7}){15}", re.ASCII)


@dataclass(frozen=True)
class HumanCheck:
    """The check of one form. ``form`` names the form and its subject; ``form_id`` is the signed ID of the form that
    was shown.

    The ID is stored once, with the data that the form sends, so a solution counts once, for one form, until the ID
    expires. ``zero_bits``: the number of leading zero bits in the SHA-256 of a puzzle's solution.
    """

    form: str
    form_id: UUID
    zero_bits: int

    @property
    def challenge(self) -> str:
        return hashlib.sha256(f"{self.form}:{self.form_id.hex}".encode()).hexdigest()[:32]

    @property
    def numbers(self) -> tuple[int, int]:
        """Return the two numbers to add without script."""
        return self.form_id.int % 5 + 1, self.form_id.int // 5 % 4 + 1

    def accepts_total(self, text: str) -> bool:
        """Return True if the text is the right sum, in any digits of Unicode."""
        text = text.strip()
        return len(text) <= 2 and text.isdecimal() and int(text) == sum(self.numbers)

    def accepts_proof(self, solution: str) -> bool:
        """Return True if ``solution`` solves every puzzle: one number per puzzle, separated by points."""
        if not _SOLUTION.fullmatch(solution):
            return False
        return all(self.is_solved(puzzle, int(number)) for puzzle, number in enumerate(solution.split(".")))

    def is_solved(self, puzzle: int, number: int) -> bool:
        digest = hashlib.sha256(f"{self.challenge}:{puzzle}:{number}".encode()).digest()
        return int.from_bytes(digest[:4]) >> (32 - self.zero_bits) == 0
