"""Personal data, which each app declares for its own models in a module (tfc/registry.py).

Such a module may have

- ``OWN_RECORDS``: the records about an account holder, which that person downloads;
- ``NOT_OWN``: {label of a model: why its records that name an account are not in the download};
- ``PERSONAL_TEXTS``: the columns of a community's records in which a person may be named;
- ``UNSEARCHED_FILES``: files that name people and that a person has to open;
- ``OTHER_TEXTS``: {label of a model: the columns that hold codes, or words that only the program writes}.

Every text column of a community's records is in one of the last two, which a test compares with the models.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.functional import Promise

from tfc.registry import get_extensions

Text: TypeAlias = str | Promise


def build_holder_condition(lookup: str) -> Callable[[Any], Q]:
    """Return the condition that a record's ``lookup`` leads to the account."""
    return lambda person: Q(**{lookup: person.pk})


def build_address_condition(lookup: str) -> Callable[[Any], Q]:
    """Return the condition that a record's ``lookup`` is a confirmed email address of the account: an unconfirmed one
    may belong to another person.
    """

    def has_confirmed_address(person: Any) -> Q:
        condition = Q(pk__in=[])
        for address in EmailAddress.objects.filter(user=person.pk, verified=True):
            condition |= Q(**{f"{lookup}__iexact": address.email})
        return condition

    return has_confirmed_address


HELD_BY_USER = build_holder_condition("user")


@dataclass(frozen=True)
class OwnRecords:
    """Records of one model in a download. ``columns``: (heading, value of a record).

    ``condition``: which records are about an account. No column contains anything about another person.
    """

    model: str
    title: Text
    columns: Sequence[tuple[Text, Callable[[Any], Any]]]
    condition: Callable[[Any], Q] = HELD_BY_USER
    related: tuple[str, ...] = ()
    # True for records that coordinators can read too and hand over when a member requests them.
    is_known_to_team: bool = False


@dataclass(frozen=True)
class PersonalTexts:
    """Columns in which people write freely. ``title``: for a model that the audit log has no name for.

    ``is_person``: a record is about one person, so deletion removes the whole record. ``hidden``: columns with a page
    of their own, which logs each reader; a search only says that they match. ``correct``: returns the values to store
    of a record, the corrected texts and the person who corrects; where a page's own rules go beyond the fields' rules.
    """

    model: str
    columns: tuple[str, ...]
    title: Text = ""
    is_person: bool = False
    hidden: tuple[str, ...] = ()
    correct: Callable[[Any, Mapping[str, Any], Any], Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class UnsearchedFiles:
    """Files whose text cannot be searched, for a list of a community's files.

    ``address``: (name of a view, its arguments apart from the community), or None for a file in the trash.
    """

    model: str
    title: Text
    address: Callable[[Any], tuple[str, Mapping[str, Any]] | None]
    name: str = "name"
    condition: Q = field(default_factory=Q)
    related: tuple[str, ...] = ()


def get_unsearched_files() -> list[UnsearchedFiles]:
    return _collect("UNSEARCHED_FILES")


def personal_texts() -> Mapping[str, PersonalTexts]:
    """Return the personal texts by the label of their model."""
    return {texts.model: texts for texts in _collect("PERSONAL_TEXTS")}


def get_other_texts() -> Mapping[str, tuple[str, ...]]:
    return {
        label: columns
        for source in get_extensions("personal_data")
        for label, columns in getattr(source, "OTHER_TEXTS", {}).items()
    }


def get_own_records() -> list[OwnRecords]:
    return _collect("OWN_RECORDS")


def get_excluded_records() -> Mapping[str, str]:
    return {
        label: why
        for source in get_extensions("personal_data")
        for label, why in getattr(source, "NOT_OWN", {}).items()
    }


def _collect(name: str) -> list[Any]:
    """Return the items of this list from every app's module that has it."""
    return [item for source in get_extensions("personal_data") for item in getattr(source, name, ())]
