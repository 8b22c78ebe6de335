"""Possible duplicates in the register."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise

from stakeholders.duplicates import REASON_LABELS, Entry, Reason, find_likely_duplicates, find_matches
from stakeholders.merged import get_different_pairs
from stakeholders.models import Organization


class PossibleDuplicate(NamedTuple):
    """An organization of the register that may be the typed one, and the reasons in words."""

    organization: Organization
    reasons: list[str | Promise]


class Pair(NamedTuple):
    """Two organizations that may be the same, and the reasons in words."""

    first: Organization
    second: Organization
    reasons: list[str | Promise]


def get_suggested_pairs() -> list[Pair]:
    """Return the pairs, strongest first; two queries."""
    organizations = Organization.objects.not_deleted().in_bulk()
    likenesses = find_likely_duplicates(map(_entry, organizations.values()), get_different_pairs())
    return [
        Pair(organizations[likeness.first], organizations[likeness.second], _words(likeness.reasons))
        for likeness in likenesses
    ]


def find_possible_duplicates(typed: Mapping[str, Any], *, client_id: UUID) -> list[PossibleDuplicate]:
    """Return the organizations that may be the typed one; none if this form was already saved."""
    organizations = Organization.objects.not_deleted().in_bulk()
    if any(organization.client_id == client_id for organization in organizations.values()):
        return []
    entry = Entry(0, *(typed[name] for name in ("name", "sector", "phone", "website")))
    return _alike(entry, organizations)


def find_duplicates_in_register(organization: Organization) -> list[PossibleDuplicate]:
    """Return those of the register that may be ``organization``; one query."""
    return _alike(
        _entry(organization), Organization.objects.not_deleted().exclude(pk=organization.pk).in_bulk()
    )


def _alike(entry: Entry, organizations: dict[int, Organization]) -> list[PossibleDuplicate]:
    likenesses = find_matches(entry, map(_entry, organizations.values()))
    return [
        PossibleDuplicate(organizations[likeness.second], _words(likeness.reasons)) for likeness in likenesses
    ]


def _entry(organization: Organization) -> Entry:
    return Entry(
        organization.pk, organization.name, organization.sector, organization.phone, organization.website
    )


def _words(reasons: tuple[Reason, ...]) -> list[str | Promise]:
    return [REASON_LABELS[reason] for reason in reasons]
