"""A check that a form comes from a person: a proof of work by the browser's script, or a sum without script. Pure.

The work is many small puzzles rather than a large one, so that its time varies little from one try to the next.
static/js/proof-worker.js solves them; docs/adr/0040-anonymous-forms.md says how long that takes on an old phone.
"""

import hashlib
import re
from dataclasses import dataclass
from uuid import UUID

PUZZLES = 16
_SOLUTION = re.compile(r"\d{1,7}(\.\d{1,7}){15}", re.ASCII)


@dataclass(frozen=True)
class HumanCheck:
    """``form`` names the form and what it is about; ``form_id`` is the signed id of the form that was shown.

    The id is stored with what the form sends, once: so a solution counts once, for one form, until the id expires.
    ``zero_bits``: how many bits lead the SHA-256 of a puzzle's solution as zeros.
    """

    form: str
    form_id: UUID
    zero_bits: int

    @property
    def challenge(self) -> str:
        return hashlib.sha256(f"{self.form}:{self.form_id.hex}".encode()).hexdigest()[:32]

    @property
    def numbers(self) -> tuple[int, int]:
        """The two numbers to add without script."""
        return self.form_id.int % 5 + 1, self.form_id.int // 5 % 4 + 1

    def accepts_total(self, text: str) -> bool:
        """In any digits that Unicode has."""
        text = text.strip()
        return len(text) <= 2 and text.isdecimal() and int(text) == sum(self.numbers)

    def accepts_proof(self, solution: str) -> bool:
        """``solution``: for each puzzle the number that solves it, with points between."""
        if not _SOLUTION.fullmatch(solution):
            return False
        return all(self.is_solved(puzzle, int(number)) for puzzle, number in enumerate(solution.split(".")))

    def is_solved(self, puzzle: int, number: int) -> bool:
        digest = hashlib.sha256(f"{self.challenge}:{puzzle}:{number}".encode()).digest()
        return int.from_bytes(digest[:4]) >> (32 - self.zero_bits) == 0
