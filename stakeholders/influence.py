"""How much each sector can change each vulnerability: the shipped matrix, and an office's own numbers.

The numbers are judgment, not measurement. The question behind each: if this sector did what is in its own power, how
much less would this vulnerability be, here, within a few years? 3 if it decides alone or nearly so (schools about
children missing from school, employers about wages), 2 if the vulnerability gets clearly smaller with it, 1 if it can
help others, 0 if nothing worth planning for follows. A sector is weighted by what it decides, buys, teaches, sees or
enforces, not by its good will. Rows have no fixed sum: a vulnerability that many sectors can change raises the rank of
many. An office that knows its country better sets its own numbers, each with a reason.
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


# Columns in the order of the sectors: schools, local businesses, consumers, media, faith communities and NGOs, first
# responders, law enforcement, local legislatures.
_MATRIX = {
    # Schools see which children are missing, and teach; shelter for the night and for later depends on NGOs and
    # budgets.
    "missing_from_school": (3, 0, 0, 0, 2, 0, 1, 1),
    "runaway_youth": (2, 0, 0, 1, 3, 1, 2, 1),
    "youth_leaving_care": (1, 1, 0, 0, 3, 0, 0, 2),
    "no_prevention_lessons": (3, 0, 0, 1, 1, 0, 1, 2),
    # Employers decide on contracts, wages and agencies; inspectors, police and crews enter places of hidden work.
    "informal_jobs": (0, 3, 2, 1, 1, 0, 1, 2),
    "wage_theft": (0, 3, 1, 1, 1, 0, 2, 2),
    "recruitment_debt": (0, 3, 1, 1, 2, 0, 2, 1),
    "hidden_workplaces": (0, 2, 1, 1, 2, 2, 2, 1),
    # NGOs and budgets provide beds; landlords are businesses; fire inspections see where people sleep.
    "no_safe_shelter": (0, 1, 0, 1, 3, 1, 0, 3),
    "housing_tied_to_job": (0, 3, 0, 0, 1, 1, 1, 2),
    "overcrowded_housing": (0, 2, 0, 0, 1, 2, 1, 3),
    # Decided by what young people know, by public information and by investigation.
    "online_recruitment": (3, 0, 1, 2, 2, 0, 2, 0),
    "false_job_offers": (1, 2, 1, 3, 1, 0, 2, 0),
    "pictures_as_pressure": (3, 0, 0, 2, 1, 0, 3, 1),
    # Trust and languages: the advisers, the people met first, and the conduct of the police.
    "uncertain_papers": (0, 1, 0, 1, 3, 0, 2, 1),
    "fear_of_authorities": (1, 0, 0, 2, 2, 1, 3, 1),
    "no_interpreters": (1, 0, 0, 1, 2, 2, 2, 2),
    "isolated_newcomers": (2, 1, 1, 2, 3, 0, 0, 1),
    # Owners decide what is inspected; legislatures license the place, police watch it.
    "untrained_hotels": (0, 3, 1, 1, 1, 0, 1, 2),
    "unwatched_rentals": (0, 2, 1, 0, 0, 1, 2, 3),
    "transit_points": (0, 2, 1, 1, 1, 1, 3, 1),
    # Demand ends with the buyers; covers and buyers are also a matter of law.
    "tolerated_buying": (1, 0, 3, 2, 2, 0, 3, 2),
    "cover_businesses": (0, 2, 2, 1, 0, 2, 3, 2),
    "cheap_goods": (1, 3, 3, 2, 1, 0, 0, 1),
    # Institutions change their own practice, and legislatures their rules and budgets.
    "no_screening": (1, 0, 0, 0, 2, 3, 3, 1),
    "no_referral_path": (1, 0, 0, 1, 3, 2, 2, 1),
    "victims_punished": (0, 0, 0, 2, 1, 1, 3, 2),
    "no_local_rules": (0, 1, 1, 2, 1, 0, 1, 3),
}

SHIPPED_WEIGHTS: dict[str, dict[str, int]] = {
    code: dict(zip(Sector.values, numbers, strict=True)) for code, numbers in _MATRIX.items()
}


def get_own_weights(changes: Iterable[InfluenceWeight]) -> dict[str, dict[str, int]]:
    """Return what the office has set and not removed: the last of ``changes`` for each pair, oldest first."""
    weights: dict[str, dict[str, int]] = {}
    for change in changes:
        row = weights.setdefault(change.vulnerability, {})
        row.pop(change.sector, None)
        if change.weight is not None:
            row[change.sector] = change.weight
    return {code: row for code, row in weights.items() if row}


def merge_weights(own: Weights) -> dict[str, dict[str, int]]:
    """Return the shipped matrix overlaid with the office's numbers. A vulnerability added by the office has 0 where
    nothing is set.
    """
    nothing = dict.fromkeys(Sector.values, 0)
    codes = [*SHIPPED, *(code for code in own if code not in SHIPPED)]
    return {code: {**SHIPPED_WEIGHTS.get(code, nothing), **own.get(code, {})} for code in codes}


def current_weights() -> dict[str, dict[str, int]]:
    """Return the matrix in force in the current scope: of its office, or of its community's office. One query."""
    return resolve_weights(weight_rows())


def weight_rows() -> "QuerySet[InfluenceWeight]":
    """Return the office's changes, oldest first."""
    return InfluenceWeight.objects.order_by("id")


def resolve_weights(rows: Iterable[InfluenceWeight]) -> dict[str, dict[str, int]]:
    return merge_weights(get_own_weights(rows))
