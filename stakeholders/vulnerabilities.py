"""Catalogue of vulnerabilities, what makes people easy to exploit: the shipped ones, and those that an office adds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stakeholders.models import OwnVulnerability, VulnerabilityGroup

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class Vulnerability:
    """``code`` is stored with findings and weights: retire one, never reuse it."""

    code: str
    group: str
    title: Text
    retired: bool = False


_SHIPPED: dict[VulnerabilityGroup, dict[str, Text]] = {
    VulnerabilityGroup.YOUTH_AND_SCHOOLS: {
        "missing_from_school": _("Children miss school and nobody asks where they are"),
        "runaway_youth": _("Young people run away from home or are thrown out"),
        "youth_leaving_care": _("Young people leave care with no one to support them"),
        "no_prevention_lessons": _("Schools teach nothing about trafficking"),
    },
    VulnerabilityGroup.LABOR: {
        "informal_jobs": _("Jobs without a contract, paid in cash"),
        "wage_theft": _("Wages are withheld or cut"),
        "recruitment_debt": _("Workers owe money to those who brought them"),
        "hidden_workplaces": _("Work in private homes or remote places where nobody looks"),
    },
    VulnerabilityGroup.HOUSING: {
        "no_safe_shelter": _("No safe place to sleep tonight"),
        "housing_tied_to_job": _("Losing the job means losing the bed"),
        "overcrowded_housing": _("Overcrowded or unregistered housing"),
    },
    VulnerabilityGroup.ONLINE: {
        "online_recruitment": _("Strangers approach young people online"),
        "false_job_offers": _("False job offers in social media"),
        "pictures_as_pressure": _("Intimate pictures are used to put pressure on people"),
    },
    VulnerabilityGroup.MIGRATION_AND_LANGUAGE: {
        "uncertain_papers": _("Papers are missing, uncertain or held by another person"),
        "fear_of_authorities": _("People fear the authorities more than their exploiters"),
        "no_interpreters": _("No help in the languages that people speak"),
        "isolated_newcomers": _("Newcomers know nobody in town"),
    },
    VulnerabilityGroup.TRANSPORT_AND_HOTELS: {
        "untrained_hotels": _("Hotels and motels do not recognize the signs"),
        "unwatched_rentals": _("Short-term rentals without any check"),
        "transit_points": _("Stations, truck stops and roads that traffickers use"),
    },
    VulnerabilityGroup.DEMAND: {
        "tolerated_buying": _("Buying sex is tolerated and goes unpunished"),
        "cover_businesses": _("Businesses that are a cover for exploitation"),
        "cheap_goods": _("Cheap goods and services, and nobody asks who made them"),
    },
    VulnerabilityGroup.INSTITUTIONS: {
        "no_screening": _("Police, clinics and offices do not ask the right questions"),
        "no_referral_path": _("Nobody knows whom to call when a victim is found"),
        "victims_punished": _("Victims are treated as offenders"),
        "no_local_rules": _("No local rule or budget against trafficking"),
    },
}

SHIPPED: dict[str, Vulnerability] = {
    code: Vulnerability(code, group, title)
    for group, titles in _SHIPPED.items()
    for code, title in titles.items()
}


def catalogue() -> dict[str, Vulnerability]:
    """Return all current and retired vulnerabilities by code, in the order of their groups; one query."""
    return catalogue_with(get_own_rows())


def get_own_rows() -> "QuerySet[OwnVulnerability]":
    """Return the office's additions."""
    return OwnVulnerability.objects.order_by("id")


def catalogue_with(rows: Iterable[OwnVulnerability]) -> dict[str, Vulnerability]:
    own = [Vulnerability(row.code, row.group, row.title, retired=row.retired_at is not None) for row in rows]
    places = {group: place for place, group in enumerate(VulnerabilityGroup.values)}
    ordered = sorted([*SHIPPED.values(), *own], key=lambda vulnerability: places[vulnerability.group])
    return {vulnerability.code: vulnerability for vulnerability in ordered}


def group_vulnerabilities(
    vulnerabilities: Iterable[Vulnerability],
) -> list[tuple[VulnerabilityGroup, list[Vulnerability]]]:
    """Return the groups that have any, in order, for a choice with headings."""
    members = list(vulnerabilities)
    grouped = [
        (group, [vulnerability for vulnerability in members if vulnerability.group == group])
        for group in VulnerabilityGroup
    ]
    return [(group, rows) for group, rows in grouped if rows]
