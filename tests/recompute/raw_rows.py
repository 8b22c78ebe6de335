"""The rows for the recomputation as the database stores them, without any query, property or filter of the
application."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

# By the recomputation's name. All of them have a community.
TABLES = {
    "stage_changes": "communities_stagechange",
    "cadences": "communities_cadence",
    "required_languages": "communities_requiredlanguage",
    "population_profile": "communities_populationprofile",
    "role_periods": "communities_roleperiod",
    "roster_confirmations": "communities_rosterconfirmation",
    "events": "events_event",
    "organization_presences": "events_organizationpresence",
    "constituency_presences": "events_constituencypresence",
    "member_presences": "events_memberpresence",
    "headcounts": "events_headcount",
    "training_sign_ups": "events_trainingsignup",
    "training_attendances": "events_trainingattendance",
    "organizations": "stakeholders_organization",
    "researches": "stakeholders_research",
    "research_steps": "stakeholders_researchstep",
    "research_methods": "stakeholders_researchmethod",
    "findings": "stakeholders_finding",
    "focus_decisions": "stakeholders_focusdecision",
    "focuses": "stakeholders_focusstakeholder",
    "strategies": "stakeholders_strategy",
    "strategy_steps": "stakeholders_strategystep",
    "evidence": "stakeholders_evidence",
    "assessments": "stakeholders_strategyassessment",
    "services": "support_service",
    "confirmations": "support_serviceconfirmation",
    "pathways": "support_pathway",
    "calls": "support_pathwaycheck",
    "surveys": "residents_awarenesswave",
    "survey_answers": "residents_awarenessanswer",
    "survey_totals": "residents_awarenesstotal",
    "declarations": "evaluation_declaration",
    "submissions": "evaluation_submission",
    "answers": "evaluation_answer",
    "override_reviews": "evaluation_overridereview",
}
# Of these, lists in JSON.
JSON_COLUMNS = {"services": ("kinds", "languages"), "calls": ("accepts",), "survey_answers": ("risks",)}

Row = Any


@dataclass(frozen=True)
class RawRows:
    """``by_community``: by the name of the table and the community's id."""

    communities: Mapping[int, Row]
    offices: Mapping[int, str]
    memberships: Mapping[int, Row]
    office_trainings: Mapping[int, Row]
    rounds: list[Row]
    threshold_settings: list[Row]
    # When the figures of a community and half-year were last computed, which was their "today".
    computed_at: Mapping[tuple[int, str], Any]
    by_community: Mapping[str, Mapping[int, list[Row]]]
    indexes: dict[tuple[str, str], dict[tuple[int, Any], list[Row]]] = field(default_factory=dict)

    def get_index(self, name: str, column: str) -> dict[tuple[int, Any], list[Row]]:
        """Return a table's rows by community and the value of a column."""
        if (name, column) not in self.indexes:
            index = self.indexes[name, column] = defaultdict(list)
            for community_id, rows in self.by_community[name].items():
                for row in rows:
                    index[community_id, getattr(row, column)].append(row)
        return self.indexes[name, column]


def read_raw_rows(cursor: Any) -> RawRows:
    """The cursor must be of a login that sees every community."""
    moments = read_table(
        cursor,
        "(SELECT community_id, half_year, max(computed_at) AS at FROM evaluation_figure GROUP BY 1, 2) moment",
    )
    by_community: dict[str, dict[int, list[Row]]] = {}
    for name, table in TABLES.items():
        by_community[name] = defaultdict(list)
        for row in read_table(cursor, table, JSON_COLUMNS.get(name, ())):
            by_community[name][row.community_id].append(row)
    return RawRows(
        communities={row.id: row for row in read_table(cursor, "communities_community")},
        offices={row.id: row.slug for row in read_table(cursor, "communities_office")},
        memberships={row.id: row for row in read_table(cursor, "communities_membership")},
        office_trainings={row.id: row for row in read_table(cursor, "events_officetraining")},
        rounds=read_table(cursor, "evaluation_round"),
        threshold_settings=read_table(cursor, "communities_thresholdsetting"),
        computed_at={(row.community_id, row.half_year): row.at for row in moments},
        by_community=by_community,
    )


def read_table(cursor: Any, table: str, json_columns: tuple[str, ...] = ()) -> list[Row]:
    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  # names of this file
    names = [column[0] for column in cursor.description]
    rows = [SimpleNamespace(**dict(zip(names, values, strict=True))) for values in cursor.fetchall()]
    for row in rows:
        for column in json_columns:
            setattr(row, column, json.loads(getattr(row, column)))
    return rows
