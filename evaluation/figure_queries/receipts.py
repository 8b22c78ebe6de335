"""Receipts: the records from which a figure was computed, so that it can be traced and checked later.

    {"definition": {"code", "version", "instrument"}, "period": [first, last], "as_of": day, "filters": {…},
     "thresholds": {…}, "records": {"events.event": [[id, revision], …], …},
     "considered": {…}, "joint_keys": {event id: key}}

`records` are those that count; `considered` were checked and did not count, or widen the bounds: meetings without an
outcome or too small. Rows without a revision have 1; rows of the population profile have their number of people; waves
of the residents' survey are listed once with their revision and once with the number of counted answers. Receipts
contain ids only: no name, headcount or single answer. An office sees only the number of entries.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communities.thresholds import Thresholds
from evaluation.figure_queries.research_rows import Entry
from evaluation.figure_queries.rows import CommunityRows, EventRow
from evaluation.instrument import INSTRUMENT_VERSION, Part, Rule
from evaluation.measures import Measurement

EVENTS = "events.event"
# The stages by which campaigns were won.
WINS = "events.campaignstage"
# For office trainings: attendance, and sign-ups without a recorded outcome.
ATTENDANCES = "events.trainingattendance"
SIGN_UPS = "events.trainingsignup"
ORGANIZATIONS = "stakeholders.organization"
RESEARCHES = "stakeholders.research"
RESEARCH_STEPS = "stakeholders.researchstep"
METHODS = "stakeholders.researchmethod"
FINDINGS = "stakeholders.finding"
FOCUSES = "stakeholders.focusstakeholder"
STRATEGIES = "stakeholders.strategy"
STRATEGY_STEPS = "stakeholders.strategystep"
EVIDENCE = "stakeholders.evidence"
ASSESSMENTS = "stakeholders.strategyassessment"
CONTRIBUTIONS = "stakeholders.contribution"
SERVICES = "support.service"
CONFIRMATIONS = "support.serviceconfirmation"
PATHWAYS = "support.pathway"
CHECKS = "support.pathwaycheck"
WAVES = "residents.awarenesswave"
# By wave id: how many of its answers were counted, never which.
ANSWERS = "residents.awarenessanswer"
CADENCES = "communities.cadence"
STAGES = "communities.stagechange"
PROFILES = "communities.populationprofile"
LANGUAGES = "communities.requiredlanguage"
ROLES = "communities.roleperiod"
ROSTERS = "communities.rosterconfirmation"
DECLARATIONS = "evaluation.declaration"

# The thresholds that each part uses, in addition to those of its rating.
THRESHOLDS = {
    "meets_consistently": ("members_present", "gap_warning"),
    "diverse_participation": ("group_share", "represented_share", "recorded_attendances", "unrecorded_share"),
    "research_done": ("finding_months",),
    "access_known": ("survey_answers",),
    "risks_known": ("survey_answers",),
    "ready_to_refer": ("confirmed_days", "group_share"),
    "strategies_implemented": ("evidence_months",),
    "leaders_in_development": ("role_days",),
    "resources_identified": ("confirmed_days", "group_share"),
}


@dataclass
class PartComputation:
    """A computed part: the figure and the records behind it."""

    measured: Measurement
    filters: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, Iterable[Entry]] = field(default_factory=dict)
    considered: Mapping[str, Iterable[Entry]] = field(default_factory=dict)
    events: Iterable[EventRow] = ()  # those that count; their entries go into `records`


def build_figure_receipt(part: Part, rows: CommunityRows, worked: PartComputation) -> dict[str, Any]:
    """Return the receipt as plain data, in an order that depends only on the records."""
    events = list(worked.events)
    records = {**worked.records, EVENTS: [event.entry for event in events]}
    if part.code in rows.declarations:
        records[DECLARATIONS] = [(rows.declarations[part.code], 1)]
    return {
        "definition": {"code": part.code, "version": part.version, "instrument": INSTRUMENT_VERSION},
        "period": [rows.half_year.first_day.isoformat(), rows.half_year.last_day.isoformat()],
        "as_of": rows.as_of.isoformat(),
        "filters": dict(worked.filters),
        "thresholds": _thresholds(part, rows),
        "records": _sort_records(records),
        "considered": _sort_records(worked.considered),
        "joint_keys": {str(event.id): event.joint_key for event in events if event.joint_key},
    }


def _thresholds(part: Part, rows: CommunityRows) -> dict[str, int | None]:
    settings = rows.thresholds
    names = ("met", "partly", *THRESHOLDS.get(part.code, ()))
    part_thresholds: dict[str, int | None] = {name: getattr(settings, name) for name in names}
    if part.rule == Rule.TARGET:
        part_thresholds["target"] = settings.targets.get(part.code)
    return part_thresholds


def thresholds_in(receipt: Mapping[str, Any]) -> Thresholds:
    """Return the thresholds of the figure's rating from its receipt; the instrument's own where the
    receipt has none.
    """
    thresholds = receipt.get("thresholds", {})
    named = {name: thresholds[name] for name in ("met", "partly", "survey_answers") if name in thresholds}
    targets = {receipt["definition"]["code"]: thresholds["target"]} if thresholds.get("target") else {}
    return Thresholds(**named, targets=targets)


def _sort_records(records: Mapping[str, Iterable[Entry]]) -> dict[str, list[list[int]]]:
    entries = {table: [list(entry) for entry in sorted(records[table])] for table in sorted(records)}
    return {table: rows for table, rows in entries.items() if rows}


def count_receipt_records(table: str, entries: Sequence[Sequence[int]]) -> int:
    """Count the records of one kind in a receipt; for answers all counted ones, since only their waves are listed."""
    return sum(entry[1] for entry in entries) if table == ANSWERS else len(entries)


def canonical(data: Any) -> str:
    """Return canonical JSON: equal data gives equal text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_receipt(receipt: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a receipt's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(receipt).encode()).hexdigest()
