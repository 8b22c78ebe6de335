"""Plain-language explanations of figures, for the community only, since some reveal small counts."""

from collections.abc import Callable, Iterable

from evaluation.explanations.gatherings import (
    diverse_participation,
    engagement_events,
    meets_consistently,
    sector_breadth,
    stakeholder_meetings,
)
from evaluation.explanations.people import leaders_in_development, professionals_trained
from evaluation.explanations.research_and_strategies import (
    focus_chosen,
    research_done,
    strategies_implemented,
)
from evaluation.explanations.residents import explain_survey
from evaluation.explanations.support import ready_to_refer, resources_identified
from evaluation.explanations.words import Details
from evaluation.measures import Measurement


def explain(code: str, measured: Measurement) -> list[str]:
    """Return sentences from the details of a figure, most important first; empty if there is nothing to explain."""
    tell = TELL.get(code)
    return list(tell(measured, measured.details)) if tell and measured.details else []


TELL: dict[str, Callable[[Measurement, Details], Iterable[str]]] = {
    "meets_consistently": meets_consistently,
    "diverse_participation": diverse_participation,
    "research_done": research_done,
    "focus_chosen": focus_chosen,
    "stakeholder_meetings": stakeholder_meetings,
    "sector_breadth": sector_breadth,
    "engagement_events": engagement_events,
    "access_known": explain_survey,
    "risks_known": explain_survey,
    "ready_to_refer": ready_to_refer,
    "strategies_implemented": strategies_implemented,
    "leaders_in_development": leaders_in_development,
    "professionals_trained": professionals_trained,
    "resources_identified": resources_identified,
}
