"""Which of the five steps of a research are done. Pure: the pages and item 2 count alike."""

import datetime as dt
from collections.abc import Collection

from stakeholders.models import Step
from tfc.dates import within_months

# For how long a finding tells how the town is, unless an office says otherwise.
FINDING_MONTHS = 24
METHODS_NEEDED = 2


def steps_done(recorded: Collection[str], *, methods: int, fresh_finding: bool) -> list[Step]:
    """In their order. ``recorded``: codes of the steps with a day on which they were done.

    Methods are done from two different ones on; the ranking counts only with a finding that is still fresh.
    """
    done = {Step(code) for code in recorded} - {Step.METHODS}
    if methods >= METHODS_NEEDED:
        done.add(Step.METHODS)
    if not fresh_finding:
        done.discard(Step.RANKED_FINDINGS)
    return [step for step in Step if step in done]


def is_fresh(observed_on: dt.date | None, day: dt.date, months: int = FINDING_MONTHS) -> bool:
    """Whether a finding of ``observed_on`` still tells on ``day`` how the town is."""
    return within_months(observed_on, day, months)
