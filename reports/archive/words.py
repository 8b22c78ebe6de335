"""Interface texts about archives: their tables in groups, and reasons of failures."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluation.instrument import Text
from reports.archive import tables
from reports.models import ArchiveRun

TRY_AGAIN: Text = _("Something went wrong. Try again. If it fails again, tell your Oasis office.")
FAILURES: Mapping[str, Text] = {
    "unexpected": TRY_AGAIN,
    "stopped": TRY_AGAIN,
    "gone": _("Archives are deleted after a day. Upload the file again."),
    "not_coordinator": _("Not done: the person who asked is no longer a coordinator."),
}

TEAM: Text = _("Team, stages, rhythm and languages")
RESEARCH: Text = _("Research, findings, focus and briefings")
LOCATIONS: Text = _("Notes on the exact place")
NETWORK: Text = _("Organizations, contacts, strategies and gifts")
EVENTS: Text = _("Events, attendance and trainings")
HELP: Text = _("Services, pathways and calls")
SUPPORT: Text = _("Support counts")
LIBRARY: Text = _("Library, stories and discussions")
RESIDENTS: Text = _("What residents know")
FIGURES: Text = _("Half-year surveys, figures and targets")
REPORTS: Text = _("Reports")
OTHER: Text = _("Other records")

_GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (LOCATIONS, (tables.LOCATIONS,)),
    (FIGURES, ("communities.target", "evaluation.public")),
    (
        RESEARCH,
        ("stakeholders.research", "stakeholders.finding", "stakeholders.location", "stakeholders.briefing"),
    ),
    (RESEARCH, ("stakeholders.focus", "events.research")),
    (SUPPORT, ("support.support", "support.tally")),
    (RESIDENTS, ("residents.",)),
    (REPORTS, ("reports.report",)),
    (TEAM, ("communities.",)),
    (NETWORK, ("stakeholders.",)),
    (EVENTS, ("events.",)),
    (HELP, ("support.",)),
    (LIBRARY, ("library.",)),
    (FIGURES, ("evaluation.", "dashboards.")),
)


def get_group(label: str) -> Text:
    return next((group for group, begins in _GROUPS if label.startswith(begins)), OTHER)


def group_rows(rows: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the number of rows per group, largest first."""
    sums: dict[str, int] = {}
    for label, count in rows.items():
        name = str(get_group(label))
        sums[name] = sums.get(name, 0) + count
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))


def contents() -> list[Text]:
    """Return the groups of an archive's contents; location notes are asked for separately."""
    return [TEAM, EVENTS, RESEARCH, NETWORK, HELP, SUPPORT, RESIDENTS, FIGURES, LIBRARY, REPORTS]


def list_left_out() -> list[Text]:
    return list({str(reason): reason for reason in tables.LEFT_OUT.values()}.values())


def failure_text(run: ArchiveRun) -> str:
    """Return the text of a failure code, or the stored sentence about the file."""
    return str(FAILURES.get(run.failure, run.failure))


# Targets that may be missing, and what that means for the rows that refer to them.
_MISSING: Mapping[str, Text] = {
    "communities.community": _("their community is not here"),
    "communities.pairing": _("their two communities are not paired"),
    "evaluation.round": _("your office has no such half-year"),
}
_OTHERWISE: Text = _("what they belong to is not here")


def describe_missing(left: Mapping[str, Mapping[str, int]]) -> Iterable[dict[str, Any]]:
    """Return what was not restored or not linked again: group, number of rows and reason."""
    sums: dict[tuple[str, str], int] = {}
    for label, targets in left.items():
        for target, count in targets.items():
            key = str(get_group(label)), str(_MISSING.get(target, _OTHERWISE))
            sums[key] = sums.get(key, 0) + count
    return [{"what": what, "why": why, "count": count} for (what, why), count in sums.items()]
