"""Data retention: each app registers the rules for its rows (tfc/registry.py), and one daily job applies them."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias

from django.apps import apps
from django.utils.functional import Promise

from tfc.registry import get_extensions

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


@dataclass(frozen=True)
class Retention:
    """What an app deletes; the keys of the mappings are labels of models.

    ``again``: functions that delete rows with these IDs again, in each scope, after a backup was restored;
    ``spared``: functions that return the IDs of rows in the trash that must stay;
    ``along``: [(label, lookup)] of rows that are useless without the row that they refer to;
    ``personal``: the lookup to the only person that the rows exist for.
    """

    rules: Sequence[Rule] = ()
    again: Mapping[str, Callable[[Collection[int]], int]] = field(default_factory=dict)
    spared: Mapping[str, Callable[[], Collection[int]]] = field(default_factory=dict)
    along: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    runs_last: bool = False


def rules() -> list[Rule]:
    return [rule for retention in _retentions() for rule in retention.rules]


def get_repeated_deletions() -> dict[str, Callable[[Collection[int]], int]]:
    return {label: delete for retention in _retentions() for label, delete in retention.again.items()}


def get_spared_ids(label: str) -> Collection[int]:
    """Return the IDs of rows in the trash that must stay."""
    getters = (retention.spared.get(label) for retention in _retentions())
    return {pk for get_ids in getters if get_ids for pk in get_ids()}


def forget_person(user_id: int) -> None:
    """Delete records that exist only for this person, in the open scope."""
    for retention in _retentions():
        for label, lookup in retention.personal.items():
            apps.get_model(label)._default_manager.filter(**{lookup: user_id}).delete()


def goes_along(label: str) -> list[tuple[str, str]]:
    """Return [(label of a model, lookup)] of rows that are useless without the row that they refer to."""
    return [pair for retention in _retentions() for pair in retention.along.get(label, ())]


def _retentions() -> list[Retention]:
    """Return those that run last at the end: the deletions of the others leave work for them."""
    return sorted(get_extensions("retention"), key=lambda retention: retention.runs_last)
