"""Explanations of figures, from details as the measures write them."""

from datetime import date

import pytest

from evaluation.explanations import explain
from evaluation.explanations.gatherings import windows_since
from evaluation.instrument import PARTS, Unit
from evaluation.measures import (
    Cadence,
    CadenceDeclaration,
    Claim,
    EngagedOrganization,
    EngagementEvent,
    Focus,
    Leader,
    Research,
    StakeholderEvent,
    Training,
    diverse_participation,
    engagement_events,
    focus_chosen,
    leaders_in_development,
    meets_consistently,
    professionals_trained,
    research_done,
    sector_breadth,
    stakeholder_meetings,
    strategies_implemented,
    unknown,
)
from evaluation.measures.measured import share
from stakeholders.models import Step
from stakeholders.research_steps import FindingDays, MethodUse, ResearchRecord
from tests.evaluation.rounds_world import H1
from tests.line_breaks import keep_together

AS_OF = date(2026, 6, 30)
EVENTS = [StakeholderEvent("1", frozenset({"schools", "media"})), StakeholderEvent("2", frozenset())]


def test_it_explains_the_windows_and_the_months_without_a_meeting():
    declared = [CadenceDeclaration(Cadence.MONTH, date(2026, 1, 1))]
    days = [date(2026, month, 10) for month in (1, 2, 3, 4)]
    measured = meets_consistently(declared, days, [date(2026, 5, 3)], H1, AS_OF)
    assert explain("meets_consistently", measured) == [
        "4 of 6 meeting windows met.",
        keep_together("No meeting in: June 1 – June 30."),
        "1 window has a meeting without outcome or attendance.",
    ]


def test_it_names_the_first_missed_windows_and_counts_the_others():
    declared = [CadenceDeclaration(Cadence.WEEK, date(2026, 1, 1))]
    measured = meets_consistently(declared, [], [], H1, AS_OF)
    assert explain("meets_consistently", measured)[1].endswith("; and 19 more.")


def test_it_explains_participation_by_dimension():
    measured = diverse_participation(
        {"gender": {"female": 500, "male": 500}, "language": {"en": 900, "es": 100}},
        {"gender": {"female": 30, "male": 5}, "language": {"en": 3}},
        35,
    )
    result = explain("diverse_participation", measured)
    assert "Gender: 1 of 2 larger groups of the town are represented." in result
    assert "Language is left out: 3 people recorded, 32 not." in result


def test_it_explains_stakeholder_meetings_and_sectors():
    meetings = stakeholder_meetings(EVENTS, unresolved=2)
    assert explain("stakeholder_meetings", meetings) == [
        "1 of 2 held events had two or more different sectors or groups.",
        "1 of them has no organizations or groups recorded.",
        "2 past events need an outcome, so the figure may be higher.",
    ]
    sectors = explain("sector_breadth", sector_breadth(EVENTS))
    assert sectors[0] == "At the table: Media, Schools."
    assert sectors[1].startswith("Not yet: Local businesses, ")


def test_it_explains_engagement_by_kind():
    events = [
        EngagementEvent("1", "education", "hosted", oasis_sponsored=True),
        EngagementEvent("2", "education", "hosted"),
        EngagementEvent("3", "campaign", "co_hosted"),
    ]
    measured = engagement_events(events, campaigns_won=1, unresolved=["listening_group"])
    assert explain("engagement_events", measured) == [
        "Education 2, Listening group 0 (at most 1), Campaign action 1.",
        "1 of them was sponsored by Oasis.",
        "Not counted here: 1 campaign won.",
        "1 past event needs an outcome, so the figure may be higher.",
    ]


def test_it_explains_which_steps_of_the_research_are_missing():
    begun, later = date(2026, 1, 1), date(2026, 2, 1)
    done_on = {Step.DESIGN: begun, Step.FIELDWORK: later, Step.RANKED_FINDINGS: later}
    uses = [MethodUse("interview", begun, 3)]
    research = Research(ResearchRecord(begun, False, done_on, uses), [FindingDays(date(2024, 5, 1), 3)])
    assert explain("research_done", research_done(research, AS_OF)) == [
        "Not done yet: Design the research, Use two methods or more, Go out and listen, Rank what you found, Check it "
        "with the community.",
        "One method has a start date and a number of people or places. This step needs two.",
        "Design the research: It counts once you enter places and people to hear.",
        "Go out and listen: 3 people heard or places observed. It counts from 5 on.",
        "Rank what you found: It needs a finding of the last 24 months with confidence 2 or more.",
    ]
    early = Research(ResearchRecord(later, True, {Step.DESIGN: begun}))
    assert explain("research_done", research_done(early, AS_OF))[-1] == (
        "Design the research: It does not count: its date is in the future or before an earlier step."
    )


def test_it_explains_a_figure_of_the_first_definition_as_it_was():
    steps = {step.value: step in ("design", "fieldwork") for step in Step}
    details = {
        "steps": steps,
        "methods": 1,
        "ranked": True,
        "newest_finding": "2024-05-01",
        "finding_months": 24,
    }
    assert explain("research_done", share(2, 5, details=details))[-1] == keep_together(
        "Your newest finding is from May 1, 2024. Findings count for 24 months."
    )


def test_it_explains_what_a_focus_lacks():
    result = research_done(Research(ResearchRecord(AS_OF)), AS_OF)
    assert explain("focus_chosen", focus_chosen(result, [])) == [
        "The research is recorded, but no focus is chosen yet."
    ]
    focuses = [
        Focus("schools", True, True),
        Focus("media", True, False),
        Focus("consumers", False, True),
        Focus("faith_ngos", False, False),
    ]
    assert explain("focus_chosen", focus_chosen(result, focuses)) == [
        "Schools: with a finding and a plan.",
        "Media: the plan is not complete. It needs what you will do, who does it and by when.",
        "Consumers: no finding supports it.",
        "Faith communities and NGOs: neither a finding nor a complete plan supports it.",
        "More than two at once count half: choose the one or two that matter most.",
    ]


def test_it_explains_how_far_the_strategies_are():
    def doing(rung: str, on: date | None = None) -> EngagedOrganization:
        return EngagedOrganization([Claim(rung, on)], assessed=True)

    organizations = [
        doing("verified", AS_OF),
        doing("implementing", AS_OF),
        doing("implementing"),
        doing("pledged"),
        EngagedOrganization(assessed=True),
        EngagedOrganization(),
    ]
    assert explain("strategies_implemented", strategies_implemented(organizations, AS_OF)) == [
        "6 organizations engaged in the last 12 months.",
        "Status: Verified 1, In practice 1, Pledged 1, No strategy yet 1.",
        "1 of them says that it acts, without evidence from the last 12 months.",
        "The strategy of 1 of them was never assessed.",
    ]


def test_it_explains_next_to_the_services_what_was_given_and_who_is_new():
    total = {
        "gifts": 5,
        "money": {"MXN": "2000.00", "USD": "120.50"},
        "hours": "12.00",
        "pieces": None,
        "unknown": {"goods": 1},
    }
    details = {"giving": {"total": total}, "new_partners": {"schools": 2, "media": 1}}
    measured = unknown(Unit.PERCENT, "nothing_recorded", {"supplementary": details})
    assert explain("resources_identified", measured) == [
        "Not rated: Money: 2,000 MXN; Money: 120.50 USD; Hours of work: 12; "
        "Goods, amount not known: 1 contribution; New partners: 3."
    ]
    nothing = {"giving": {"total": {"gifts": 0, "money": {}, "hours": None, "pieces": None, "unknown": {}}}}
    measured = unknown(Unit.PERCENT, "nothing_recorded", {"supplementary": nothing | {"new_partners": {}}})
    assert explain("resources_identified", measured) == []


def test_it_explains_strategies_leaders_and_professionals():
    organizations = [EngagedOrganization()] * 2
    assert explain("strategies_implemented", strategies_implemented(organizations, AS_OF)) == [
        "2 organizations engaged in the last 12 months.",
        "The strategies of 2 of them were never assessed.",
    ]
    leaders = [Leader(540, trained=True), Leader(540, trained=False), Leader(29, trained=False)]
    assert explain("leaders_in_development", leaders_in_development(leaders, AS_OF, H1, AS_OF)) == [
        "1 of 2 leaders were at a leadership training.",
        "1 leader is too new in the role to count.",
    ]
    trainings = [Training("1", {"police": 6, "judges": 2}, unrecorded=3), Training("2", {"police": 4})]
    assert explain("professionals_trained", professionals_trained(trainings)) == [
        "Counted at 2 trainings.",
        "Police: 6 to 10 people.",
        "Prosecutors: unknown, 0 to 3.",
        "Judges: 2.",
        "Other first responders: unknown, 0 to 3.",
        "Profession not recorded: 3.",
    ]
    entered = {"police": 6, "prosecutors": 0, "judges": 2, "first_responders": 0}
    uncounted = professionals_trained([Training("1", entered, unrecorded=None)])
    assert explain("professionals_trained", uncounted)[1:] == ["Police: 6.", "Judges: 2."]
    police_only = professionals_trained(
        [Training("1", entered), Training("2", {"police": 4}, unrecorded=None)]
    )
    assert explain("professionals_trained", police_only)[1:4] == [
        "Police: 6 to 10 people.",
        "Judges: at least 2.",
        "1 training has no headcount, so the figure may be higher.",
    ]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.code)
def test_it_tells_nothing_of_what_has_no_details(part):
    assert explain(part.code, unknown(part.unit, "nothing_recorded")) == []


def test_it_says_from_which_day_meetings_count_where_that_is_before_the_half_year():
    reaching = {"windows": [{"first": "2025-12-20"}, {"first": "2026-01-20"}]}
    assert windows_since(reaching, date(2026, 1, 1)) == date(2025, 12, 20)
    assert windows_since({"windows": [{"first": "2026-01-01"}]}, date(2026, 1, 1)) is None
    assert windows_since({}, date(2026, 1, 1)) is None
