"""Data about a community and its leaders: stages, declarations, meeting rhythm, profile, languages, roles."""

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
from evaluation.figure_queries.reading import Reading
from evaluation.figure_queries.rows import RoleRow
from evaluation.models import Declaration


def read_communities(reading: Reading) -> None:
    _read_stages(reading)
    _read_declarations(reading)
    _read_cadences(reading)
    _read_profiles(reading)
    _read_roles(reading)


def _read_stages(reading: Reading) -> None:
    """Read the stage at the as-of date. Before its first stage change a community counts as a candidate."""
    changes = reading.get_rows(StageChange).order_by("since", "id")
    for community, identity, since, stage in changes.values_list("community_id", "id", "since", "stage"):
        rows = reading.rows[community]
        if rows.stage_change is None:
            rows.stage, rows.stage_change = Stage.CANDIDATE, identity
        if since <= rows.as_of:
            rows.stage, rows.stage_change = stage, identity


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
