"""A survey's results as stored: how many knew, and rows that count the same. Pure functions.

The combination of answers to different questions is gone by then: the three shares are separate.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from residents.models import AwarenessTotal
from residents.questionnaire import DISTRACTORS, REFUSED, RIGHT, RIGHT_RISKS, UNCLEAR, WRONG
from residents.tallies import HIDDEN, AnswerRow, Tallies

# Counts of each item: how many knew, of how many valid answers.
COUNTED = (
    "answers",
    "access_knows",
    "access_unclear",
    "access_valid",
    "prompted_knows",
    "prompted_valid",
    "risks_knows",
    "risks_valid",
)


def get_counts(tallies: Tallies) -> dict[str, int]:
    access, risks = tallies.access, tallies.risks
    return {
        "answers": tallies.answers,
        "access_knows": access.knows,
        "access_unclear": access.unclear,
        "access_valid": access.valid,
        "prompted_knows": access.prompted_knows or 0,
        "prompted_valid": access.prompted_valid or 0,
        "risks_knows": risks.knows,
        "risks_valid": risks.valid,
    }


def keep_breakdowns(counts: Mapping[str, int], shown: Collection[str]) -> dict[str, int]:
    """Return the counts, with 0 of 0 for each breakdown with too few answers to be shown."""
    return {
        name: count if name == "answers" or name.partition("_")[0] in shown else 0
        for name, count in counts.items()
    }


def compute_hash(total: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the counts with their wave, half-year and days."""
    text = json.dumps(total, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def build_rows(version: int, sampling: str, counts: Mapping[str, int]) -> list[AnswerRow]:
    """Build as many rows as there were answers, with the same counts.

    They represent no person: columns are independent.
    """
    many = counts["answers"]
    unprompted = _outcomes(counts["access_knows"], counts["access_valid"], many, counts["access_unclear"])
    prompted = _outcomes(counts["prompted_knows"], counts["prompted_valid"], many)
    risks = _outcomes(counts["risks_knows"], counts["risks_valid"], many)
    return [
        AnswerRow(
            version,
            sampling,
            first,
            WRONG if first == UNCLEAR else first,
            second,
            second,
            third,
            _risks(third),
        )
        for first, second, third in zip(unprompted, prompted, risks, strict=True)
    ]


def rows_of_total(total: AwarenessTotal) -> list[AnswerRow]:
    """Build the rows of a stored total that was loaded with its wave."""
    counts = {name: getattr(total, name) for name in COUNTED}
    return build_rows(total.wave.version, total.wave.sampling, counts)


def _outcomes(knows: int, valid: int, many: int, unclear: int = 0) -> list[str]:
    """Return one column. Without a valid answer it is hidden, and the number of refusals is unknown."""
    if not valid:
        return [HIDDEN] * many
    wrong = valid - knows - unclear
    return [RIGHT] * knows + [UNCLEAR] * unclear + [WRONG] * wrong + [REFUSED] * (many - valid)


def _risks(outcome: str) -> list[str]:
    if outcome in (REFUSED, HIDDEN):
        return [outcome]
    return sorted(RIGHT_RISKS) if outcome == RIGHT else sorted(DISTRACTORS)
