"""How long what is kept: each app says it of its own rows in a module ``retention``, and one job a day sees to it.

Such a module may have

- ``RULES``: what is deleted, and when;
- ``AGAIN``: {what: how the rows of these numbers are deleted once more, in each place, after a backup was put back};
- ``SPARED``: {label of a model: which rows in its bin are no waste};
- ``ALONG``: {label of a model: [(label, lookup)] of what is nothing without one of its rows};
- ``PERSONAL``: {label of a model: the lookup that leads to the person for whom alone its rows are}.
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
    """Whose rows a rule is about, which is the scope that it runs in."""

    COMMUNITY = auto()
    OFFICE = auto()
    # Tables that are the installation's, and folders.
    INSTALLATION = auto()
    # Where and how people sign in, which the login of accounts alone reads.
    ACCOUNTS = auto()


@dataclass(frozen=True)
class Outcome:
    """``gone``: how many rows; ``oldest``: the day of the oldest that is left, None where there is none."""

    gone: int = 0
    oldest: dt.date | None = None

    def plus(self, other: "Outcome") -> "Outcome":
        days = [day for day in (self.oldest, other.oldest) if day]
        return Outcome(self.gone + other.gone, min(days, default=None))


@dataclass(frozen=True)
class Rule:
    """``run(place, now)`` deletes what is due and may be called twice; ``place`` is None for the installation."""

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
    """Ids of rows that lie in the bin and were not thrown away."""
    id_getters = (getattr(source, "SPARED", {}).get(label) for source in _sources())
    return {pk for which in id_getters if which for pk in which()}


def forget_person(user_id: int) -> None:
    """In the scope of a place: delete what was for this person alone."""
    for source in _sources():
        for label, lookup in getattr(source, "PERSONAL", {}).items():
            apps.get_model(label)._default_manager.filter(**{lookup: user_id}).delete()


def goes_along(label: str) -> list[tuple[str, str]]:
    """[(label of a model, lookup)]: rows that are nothing without the one that they hold on to."""
    return [pair for source in _sources() for pair in getattr(source, "ALONG", {}).get(label, ())]


def _sources() -> Iterator[Any]:
    """Those marked ``RUNS_LAST`` after the others, whose deletions leave work for them."""
    return iter(sorted(app_modules("retention"), key=lambda module: getattr(module, "RUNS_LAST", False)))
