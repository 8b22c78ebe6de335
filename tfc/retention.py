"""Data retention: each app declares the rules for its rows in a module ``retention``, and one daily job applies them.

Such a module may have

- ``RULES``: what is deleted, and when;
- ``AGAIN``: {what: function that deletes rows with these IDs again, in each scope, after a backup was restored};
- ``SPARED``: {label of a model: function that returns the IDs of rows in its trash that must stay};
- ``ALONG``: {label of a model: [(label, lookup)] of rows that are useless without one of its rows};
- ``PERSONAL``: {label of a model: the lookup to the only person its rows exist for}.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from django.apps import apps
from django.utils.functional import Promise

from tfc.app_modules import app_modules

Text: TypeAlias = str | Promise


class RuleScope(Enum):
    """The owner of the rows of a rule, which is also the scope that the rule runs in."""

    COMMUNITY = auto()
    OFFICE = auto()
    # Tables and folders of the whole installation.
    INSTALLATION = auto()
    # Sign-in data, which only the login of accounts reads.
    ACCOUNTS = auto()


@dataclass(frozen=True)
class Outcome:
    """The result of a rule. ``gone``: number of deleted rows; ``oldest``: day of the oldest remaining row, None if
    there is none.
    """

    gone: int = 0
    oldest: dt.date | None = None

    def plus(self, other: "Outcome") -> "Outcome":
        days = [day for day in (self.oldest, other.oldest) if day]
        return Outcome(self.gone + other.gone, min(days, default=None))


@dataclass(frozen=True)
class Rule:
    """A retention rule. ``run(place, now)`` deletes what is due and may be called twice; ``place`` is None for the
    installation.
    """

    code: str
    what: Text
    retention_period: Text
    scope: RuleScope
    run: Callable[[Any, dt.datetime], Outcome]


def rules() -> list[Rule]:
    return [rule for source in _sources() for rule in getattr(source, "RULES", ())]


def deleted_again() -> dict[str, Callable[[Collection[int]], int]]:
    return {what: how for source in _sources() for what, how in getattr(source, "AGAIN", {}).items()}


def spared(label: str) -> Collection[int]:
    """Return the IDs of rows in the trash that must stay."""
    id_getters = (getattr(source, "SPARED", {}).get(label) for source in _sources())
    return {pk for which in id_getters if which for pk in which()}


def forget_person(user_id: int) -> None:
    """Delete records that exist only for this person, in the open scope."""
    for source in _sources():
        for label, lookup in getattr(source, "PERSONAL", {}).items():
            apps.get_model(label)._default_manager.filter(**{lookup: user_id}).delete()


def goes_along(label: str) -> list[tuple[str, str]]:
    """Return [(label of a model, lookup)] of rows that are useless without the row that they refer to."""
    return [pair for source in _sources() for pair in getattr(source, "ALONG", {}).get(label, ())]


def _sources() -> Iterator[Any]:
    """Return the modules, those with ``RUNS_LAST`` at the end: the deletions of the others leave work for them."""
    return iter(sorted(app_modules("retention"), key=lambda module: getattr(module, "RUNS_LAST", False)))
