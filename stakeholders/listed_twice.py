"""The register, looked through for organizations that stand in it twice."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise

from stakeholders.duplicates import REASON_WORDS, Entry, Reason, like, likely_duplicates
from stakeholders.merged import told_apart
from stakeholders.models import Organization


class Alike(NamedTuple):
    """An organization of the register that may be the typed one, and why, in words."""

    organization: Organization
    reasons: list[str | Promise]


class Pair(NamedTuple):
    """Two that may be one, and why, in words."""

    first: Organization
    second: Organization
    reasons: list[str | Promise]


def suggested_pairs() -> list[Pair]:
    """The surest first; two queries."""
    known = Organization.objects.kept().in_bulk()
    found = likely_duplicates(map(_entry, known.values()), told_apart())
    return [Pair(known[one.first], known[one.second], _words(one.reasons)) for one in found]


def alike_to(typed: Mapping[str, Any], *, client_id: UUID) -> list[Alike]:
    """Those that may be what somebody is about to add; none where this very form was saved already."""
    known = Organization.objects.kept().in_bulk()
    if any(one.client_id == client_id for one in known.values()):
        return []
    entry = Entry(0, *(typed[name] for name in ("name", "sector", "phone", "website")))
    return _alike(entry, known)


def alike_to_listed(organization: Organization) -> list[Alike]:
    """Those of the register that may be ``organization``; one query."""
    return _alike(_entry(organization), Organization.objects.kept().exclude(pk=organization.pk).in_bulk())


def _alike(entry: Entry, known: dict[int, Organization]) -> list[Alike]:
    found = like(entry, map(_entry, known.values()))
    return [Alike(known[one.second], _words(one.reasons)) for one in found]


def _entry(one: Organization) -> Entry:
    return Entry(one.pk, one.name, one.sector, one.phone, one.website)


def _words(reasons: tuple[Reason, ...]) -> list[str | Promise]:
    return [REASON_WORDS[reason] for reason in reasons]
