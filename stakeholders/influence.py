"""How much each sector can change each vulnerability: the matrix that ships, and what an office makes of it.

The numbers are judgment, not measurement. The question behind each: if this sector did what lies in its own power,
how much less would this vulnerability be, here, within a few years? 3 where it decides alone or nearly so (schools
about who is missing from school, employers about wages), 2 where the vulnerability gets clearly smaller with it,
1 where it can help others, 0 where nothing worth planning for follows. A sector is weighed by what it decides, buys,
teaches, sees or enforces, not by how much good will it has. Rows have no fixed sum: what many sectors can change
ranks many of them. An office that knows its country better sets its own numbers, each with a reason.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stakeholders.models import InfluenceWeight, Sector
from stakeholders.vulnerabilities import SHIPPED

# vulnerability → sector → 0 to 3
Weights: TypeAlias = Mapping[str, Mapping[str, int]]


class Influence(models.IntegerChoices):
    NONE = 0, _("none")
    SOME = 1, _("some")
    STRONG = 2, _("strong")
    DECISIVE = 3, _("decisive")


# In the order of the sectors: schools, local businesses, consumers, media, faith communities and NGOs,
# first responders, law enforcement, local legislatures.
_MATRIX = {
    # Schools see who is missing, and teach; homes for the night and for later are in the hands of NGOs and budgets.
    "missing_from_school": (3, 0, 0, 0, 2, 0, 1, 1),
    "runaway_youth": (2, 0, 0, 1, 3, 1, 2, 1),
    "youth_leaving_care": (1, 1, 0, 0, 3, 0, 0, 2),
    "no_prevention_lessons": (3, 0, 0, 1, 1, 0, 1, 2),
    # Employers decide on contracts, wages and agencies; inspectors, police and crews enter where work is hidden.
    "informal_jobs": (0, 3, 2, 1, 1, 0, 1, 2),
    "wage_theft": (0, 3, 1, 1, 1, 0, 2, 2),
    "recruitment_debt": (0, 3, 1, 1, 2, 0, 2, 1),
    "hidden_workplaces": (0, 2, 1, 1, 2, 2, 2, 1),
    # Beds come from NGOs and budgets; landlords are businesses; fire inspections see who sleeps where.
    "no_safe_shelter": (0, 1, 0, 1, 3, 1, 0, 3),
    "housing_tied_to_job": (0, 3, 0, 0, 1, 1, 1, 2),
    "overcrowded_housing": (0, 2, 0, 0, 1, 2, 1, 3),
    # What young people know, and what is said in public and investigated, decides here.
    "online_recruitment": (3, 0, 1, 2, 2, 0, 2, 0),
    "false_job_offers": (1, 2, 1, 3, 1, 0, 2, 0),
    "pictures_as_pressure": (3, 0, 0, 2, 1, 0, 3, 1),
    # Trust and languages: who advises, who meets people first, and how the police behave.
    "uncertain_papers": (0, 1, 0, 1, 3, 0, 2, 1),
    "fear_of_authorities": (1, 0, 0, 2, 2, 1, 3, 1),
    "no_interpreters": (1, 0, 0, 1, 2, 2, 2, 2),
    "isolated_newcomers": (2, 1, 1, 2, 3, 0, 0, 1),
    # Whoever owns the place decides what is looked at; towns license it, police watch it.
    "untrained_hotels": (0, 3, 1, 1, 1, 0, 1, 2),
    "unwatched_rentals": (0, 2, 1, 0, 0, 1, 2, 3),
    "transit_points": (0, 2, 1, 1, 1, 1, 3, 1),
    # Demand ends with those who buy; covers and buyers are a matter of law as well.
    "tolerated_buying": (1, 0, 3, 2, 2, 0, 3, 2),
    "cover_businesses": (0, 2, 2, 1, 0, 2, 3, 2),
    "cheap_goods": (1, 3, 3, 2, 1, 0, 0, 1),
    # Institutions change their own habits, and legislatures their rules and budgets.
    "no_screening": (1, 0, 0, 0, 2, 3, 3, 1),
    "no_referral_path": (1, 0, 0, 1, 3, 2, 2, 1),
    "victims_punished": (0, 0, 0, 2, 1, 1, 3, 2),
    "no_local_rules": (0, 1, 1, 2, 1, 0, 1, 3),
}

SHIPPED_WEIGHTS: dict[str, dict[str, int]] = {
    code: dict(zip(Sector.values, numbers, strict=True)) for code, numbers in _MATRIX.items()
}


def own_weights(changes: Iterable[InfluenceWeight]) -> dict[str, dict[str, int]]:
    """What the office has set and not taken back: of each pair the last of ``changes``, oldest first."""
    weights: dict[str, dict[str, int]] = {}
    for change in changes:
        row = weights.setdefault(change.vulnerability, {})
        row.pop(change.sector, None)
        if change.weight is not None:
            row[change.sector] = change.weight
    return {code: row for code, row in weights.items() if row}


def merge_weights(own: Weights) -> dict[str, dict[str, int]]:
    """The shipped matrix with the office's numbers over it. Of an own vulnerability, what is not set counts as 0."""
    nothing = dict.fromkeys(Sector.values, 0)
    codes = [*SHIPPED, *(code for code in own if code not in SHIPPED)]
    return {code: {**SHIPPED_WEIGHTS.get(code, nothing), **own.get(code, {})} for code in codes}


def current_weights() -> dict[str, dict[str, int]]:
    """The matrix that holds now in the open scope: its office's, or that of its community's office. One query."""
    return resolve_weights(weight_rows())


def weight_rows() -> "QuerySet[InfluenceWeight]":
    """What the office set."""
    return InfluenceWeight.objects.order_by("id")


def resolve_weights(rows: Iterable[InfluenceWeight]) -> dict[str, dict[str, int]]:
    return merge_weights(own_weights(rows))
