"""The kinds of records behind figures, in words and in reading order."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from evaluation.instrument import Text

RECORD_KINDS: dict[str, Text] = {
    "events.event": gettext_lazy("meetings and events"),
    "events.campaignstage": gettext_lazy("Campaigns won"),
    "events.trainingattendance": gettext_lazy("attendances of trainings by the office"),
    "events.trainingsignup": gettext_lazy("sign-ups for trainings by the office"),
    "stakeholders.organization": gettext_lazy("Organizations"),
    "stakeholders.research": gettext_lazy("Research"),
    "stakeholders.researchstep": gettext_lazy("steps of the research"),
    "stakeholders.researchmethod": gettext_lazy("uses of a research method"),
    "stakeholders.finding": gettext_lazy("Findings"),
    "stakeholders.focusstakeholder": gettext_lazy("Focus stakeholders"),
    "stakeholders.strategy": gettext_lazy("Strategies"),
    "stakeholders.strategystep": gettext_lazy("steps of a strategy"),
    "stakeholders.evidence": gettext_lazy("Evidence"),
    "stakeholders.strategyassessment": gettext_lazy("organizations asked that have no strategy"),
    "stakeholders.contribution": gettext_lazy("Contributions"),
    "support.service": gettext_lazy("Services"),
    "support.serviceconfirmation": gettext_lazy("Confirmation"),
    "support.pathway": gettext_lazy("Referral pathways"),
    "support.pathwaycheck": gettext_lazy("Referral checks"),
    "residents.awarenesswave": gettext_lazy("Residents' surveys"),
    "residents.awarenessanswer": gettext_lazy("Residents' answers"),
    "communities.cadence": gettext_lazy("Meeting rhythm"),
    "communities.stagechange": gettext_lazy("Stages"),
    "communities.populationprofile": gettext_lazy("Population profile"),
    "communities.requiredlanguage": gettext_lazy("Languages needed for help"),
    "communities.roleperiod": gettext_lazy("Leaders"),
    "communities.rosterconfirmation": gettext_lazy("confirmations of the team list"),
    "evaluation.declaration": gettext_lazy("declarations"),
}


def record_kind(table: str) -> str:
    return str(RECORD_KINDS.get(table, table))


def in_reading_order(tables: Iterable[str]) -> list[str]:
    """Sort tables in the order of RECORD_KINDS: events first, then people and results."""
    places = {table: place for place, table in enumerate(RECORD_KINDS)}
    return sorted(tables, key=lambda table: (places.get(table, len(places)), table))
