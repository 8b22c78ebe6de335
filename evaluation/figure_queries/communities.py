"""What a community is and who leads it: stages, declarations, rhythm, profile, languages, roles."""

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
    """The stage at the as-of date. The first row tells since when a community is more than a candidate."""
    for each in reading.of(StageChange).order_by("since", "id"):
        rows = reading.rows[each.community_id]
        if rows.stage_change is None:
            rows.stage, rows.stage_change = Stage.CANDIDATE, each.pk
        if each.since <= rows.as_of:
            rows.stage, rows.stage_change = each.stage, each.pk


def _read_declarations(reading: Reading) -> None:
    for each in reading.of(Declaration).filter(half_year=str(reading.half_year)):
        reading.rows[each.community_id].declarations[each.part] = each.pk


def _read_cadences(reading: Reading) -> None:
    for each in reading.of(Cadence):
        rows = reading.rows[each.community_id]
        declaration = measures.CadenceDeclaration(measures.Cadence(each.kind), each.declared_on)
        if each.declared_on <= rows.as_of:
            rows.cadences.append((each.pk, declaration))


def _read_profiles(reading: Reading) -> None:
    for each in reading.of(PopulationProfile):
        rows = reading.rows[each.community_id]
        rows.profile[each.dimension][each.group] += each.people
        # A profile row has no revision: the number that it holds tells whether it was corrected.
        rows.profile_rows.append((each.pk, each.people))
    for language in reading.of(RequiredLanguage):
        reading.rows[language.community_id].required_languages[language.pk] = language.language


def _read_roles(reading: Reading) -> None:
    for each in reading.of(RolePeriod):
        period = RoleRow(each.pk, each.user_id, each.membership_id, each.role, each.started_on, each.ended_on)
        reading.rows[each.community_id].roles.append(period)
    for confirmation in reading.of(RosterConfirmation).filter(half_year=str(reading.half_year)):
        rows = reading.rows[confirmation.community_id]
        rows.roster = confirmation.pk, confirmation.at.astimezone(rows.community.zone).date()
