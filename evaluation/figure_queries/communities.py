"""Data about a community and its leaders: stages, declarations, meeting rhythm, profile, languages, roles."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Least
from django.utils import timezone

from communities.models import (
    Cadence,
    PopulationProfile,
    RequiredLanguage,
    RolePeriod,
    RosterConfirmation,
    Stage,
    StageChange,
)
from evaluation import measures
from evaluation.figure_queries.base import Reading
from evaluation.figure_queries.overrides import HANDED_IN
from evaluation.figure_queries.rows import RoleRow
from evaluation.models import Declaration, StepState, Submission, SubmissionStep


def read_communities(reading: Reading) -> None:
    _read_stages(reading)
    _read_declarations(reading)
    _read_cadences(reading)
    _read_profiles(reading)
    _read_roles(reading)


def _read_stages(reading: Reading) -> None:
    """Read the stage at the as-of date. Before its first stage change a community counts as a candidate.

    A community that became dormant after it submitted its survey keeps the stage it had then.
    """
    changes = list(
        reading.get_rows(StageChange)
        .order_by("since", "id")
        .values_list("community_id", "id", "since", "stage", "created_at")
    )
    submitted = _get_moments_of_submission(reading, changes)
    for community, identity, since, stage, recorded_at in changes:
        rows = reading.rows[community]
        if rows.stage_change is None:
            rows.stage, rows.stage_change = Stage.CANDIDATE, identity
        moment = submitted.get(community) if stage == Stage.DORMANT else None
        is_after_survey = moment and (
            recorded_at > moment or since > timezone.localdate(moment, rows.community.zone)
        )
        if since <= rows.as_of and not is_after_survey:
            rows.stage, rows.stage_change = stage, identity


def _get_moments_of_submission(reading: Reading, changes: Iterable[tuple[Any, ...]]) -> dict[int, datetime]:
    """Return when communities that were ever dormant first submitted the survey, also where staff reopened it since;
    no query if there are none.
    """
    dormant = {community for community, _id, _since, stage, _at in changes if stage == Stage.DORMANT}
    if not dormant:
        return {}
    steps = SubmissionStep.objects.filter(submission=OuterRef("pk")).order_by("at")
    first = Subquery(steps.filter(state=StepState.SUBMITTED).values("at")[:1])
    surveys = Submission.objects.using(reading.using).filter(
        Q(state__in=HANDED_IN) | Exists(steps.filter(state=StepState.REOPENED)),
        community__in=dormant,
        round__half_year=str(reading.half_year),
    )
    moments = surveys.values_list("community_id", Least(first, "submitted_at"))
    return {community: moment for community, moment in moments if moment}


def _read_declarations(reading: Reading) -> None:
    signed = reading.get_rows(Declaration).filter(half_year=str(reading.half_year))
    for community, identity, part in signed.values_list("community_id", "id", "part"):
        reading.rows[community].declarations[part] = identity


def _read_cadences(reading: Reading) -> None:
    declared = reading.get_rows(Cadence).values_list("community_id", "id", "kind", "declared_on")
    for community, identity, kind, declared_on in declared:
        rows = reading.rows[community]
        if declared_on <= rows.as_of:
            declaration = measures.CadenceDeclaration(measures.Cadence(kind), declared_on)
            rows.cadences.append((identity, declaration))


def _read_profiles(reading: Reading) -> None:
    profiles = reading.get_rows(PopulationProfile)
    for community, identity, dimension, group, people in profiles.values_list(
        "community_id", "id", "dimension", "group", "people"
    ):
        rows = reading.rows[community]
        rows.profile[dimension][group] += people
        # A profile row has no revision, so its number is stored to detect corrections.
        rows.profile_rows.append((identity, people))
    required = reading.get_rows(RequiredLanguage).values_list("community_id", "id", "language")
    for community, identity, language in required:
        reading.rows[community].required_languages[identity] = language


def _read_roles(reading: Reading) -> None:
    fields = ("community_id", "id", "user_id", "membership_id", "role", "started_on", "ended_on")
    for community, *period in reading.get_rows(RolePeriod).values_list(*fields):
        reading.rows[community].roles.append(RoleRow(*period))
    confirmed = reading.get_rows(RosterConfirmation).filter(half_year=str(reading.half_year))
    for community, identity, at in confirmed.values_list("community_id", "id", "at"):
        rows = reading.rows[community]
        rows.roster = identity, at.astimezone(rows.community.zone).date()
