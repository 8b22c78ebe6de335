"""The half-year instrument: five indicators, twelve items, fourteen rated parts, as typed and versioned code.

The source proposal names the indicators and items; the rules are this project's own and are written out in
docs/measures.md. Codes are stored with figures: retire one, never reuse it. A rule that changes its result
raises the part's `version`, and `INSTRUMENT_VERSION` with it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise

INSTRUMENT_VERSION = 5


class Unit(StrEnum):
    """What a part's value counts."""

    PERCENT = "percent"
    COUNT = "count"
    PEOPLE = "people"


class Rule(StrEnum):
    """How a part's value becomes a rating."""

    SHARE = "share"  # the percentage against `met` and `partly`
    TARGET = "target"  # the value in percent of the office's target, then as SHARE
    INTERVAL = "interval"  # both ends of the 95 % interval against `met` and `partly`


@dataclass(frozen=True)
class Indicator:
    """One of the five signs of a community's success."""

    code: str
    title: Text


@dataclass(frozen=True)
class Item:
    """One of the twelve questions of the half-year survey; it has one rated part, or two."""

    number: int
    code: str
    title: Text


@dataclass(frozen=True)
class Part:
    """A rated part of an item. `source` says from which records it is computed; texts are translated lazily."""

    code: str
    label: str
    item: int
    indicator: str
    title: Text
    question: Text
    definition: Text
    how_counted: Text
    source: Text
    unit: Unit
    rule: Rule
    version: int = 1


INDICATORS = (
    Indicator("awareness_and_prevention", _("Awareness and prevention")),
    Indicator("participation_and_inclusion", _("Participation and inclusion")),
    Indicator("ownership_and_leadership", _("Ownership and leadership")),
    Indicator("stakeholder_engagement", _("Stakeholder engagement")),
    Indicator("resources_and_networks", _("Resources and networks")),
)

ITEMS = (
    Item(1, "meetings", _("Regular and diverse meetings")),
    Item(2, "research_done", _("Local research")),
    Item(3, "focus_chosen", _("Focus stakeholders")),
    Item(4, "stakeholder_meetings", _("Cross-sector meetings")),
    Item(5, "engagement_events", _("Events with the community")),
    Item(6, "access_known", _("Residents who know where to find help")),
    Item(7, "risks_known", _("Residents who know what trafficking is")),
    Item(8, "ready_to_refer", _("Ready to refer and support")),
    Item(9, "strategies_implemented", _("Strategies put into practice")),
    Item(10, "leaders_in_development", _("Leaders in training")),
    Item(11, "professionals_trained", _("Professionals trained")),
    Item(12, "resources_identified", _("Services found for survivors")),
)

PARTS = (
    Part(
        code="meets_consistently",
        label="1a",
        item=1,
        indicator="ownership_and_leadership",
        title=_("Meets consistently"),
        question=_("Does the team meet as often as it said it would?"),
        definition=_("How well the team kept its rhythm: weekly, every two weeks, monthly or quarterly."),
        how_counted=_(
            "Windows as long as the rhythm with a team meeting of enough members, out of all that ended."
        ),
        source=_("Held team meetings, members present and the declared rhythm"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
    ),
    Part(
        code="diverse_participation",
        label="1b",
        item=1,
        indicator="participation_and_inclusion",
        title=_("Reflects the community"),
        question=_("Do the people at team meetings reflect the people who live here?"),
        definition=_(
            "Who came, in numbers only, compared with who lives in your town: for example by age, gender or "
            "race."
        ),
        how_counted=_(
            "Groups whose share of attendances is at least half their share of the town, out of all larger "
            "groups."
        ),
        source=_("Headcounts at team meetings and the town's population profile"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
        version=2,
    ),
    Part(
        code="research_done",
        label="2",
        item=2,
        indicator="awareness_and_prevention",
        title=_("Local research done"),
        question=_("Has the team found out what makes people here vulnerable to trafficking?"),
        definition=_(
            "Five steps: a plan, two methods, fieldwork, ranked findings, a check with residents. A date "
            "alone does not count."
        ),
        how_counted=_(
            "Steps finished in the order of their dates, out of five. Fieldwork needs five people heard or "
            "places observed, ranked findings a recent one, the check a finding marked as checked."
        ),
        source=_("Research steps and findings"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
        version=2,
    ),
    Part(
        code="focus_chosen",
        label="3",
        item=3,
        indicator="ownership_and_leadership",
        title=_("Focus chosen"),
        question=_("Has the team chosen one or two stakeholders to work with most closely?"),
        definition=_("A sector or organization that the research points to, with a plan of the team."),
        how_counted=_(
            "One or two, each with a finding and a plan, count in full; more than two count half; "
            "otherwise none."
        ),
        source=_("Focus stakeholders, with their findings and plans"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
    ),
    Part(
        code="stakeholder_meetings",
        label="4a",
        item=4,
        indicator="stakeholder_engagement",
        title=_("Cross-sector meetings"),
        question=_("How many meetings brought different parts of the town together?"),
        definition=_(
            "A meeting where at least two different sectors or groups of residents were present. Two "
            "churches are one sector."
        ),
        how_counted=_(
            "Held meetings, trainings, workshops and listening groups with two or more different sectors or "
            "groups of residents present."
        ),
        source=_("Held events and the organizations and groups present"),
        unit=Unit.COUNT,
        rule=Rule.TARGET,
        version=2,
    ),
    Part(
        code="sector_breadth",
        label="4b",
        item=4,
        indicator="participation_and_inclusion",
        title=_("Sectors at the table"),
        question=_("How many of the eight sectors took part in those meetings?"),
        definition=_("Trafficking touches every part of a town, so every sector should take part."),
        how_counted=_("Different sectors present at the meetings counted above, out of eight."),
        source=_("Organizations present at the same events"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
        version=2,
    ),
    Part(
        code="engagement_events",
        label="5",
        item=5,
        indicator="awareness_and_prevention",
        title=_("Events with the community"),
        question=_("How many events for the town did the team run or help to run?"),
        definition=_(
            "Awareness events, lessons, stakeholder trainings, workshops, listening groups and "
            "campaign actions."
        ),
        how_counted=_("Held events that the team hosted, co-hosted or facilitated."),
        source=_("Held events, by kind"),
        unit=Unit.COUNT,
        rule=Rule.TARGET,
    ),
    Part(
        code="access_known",
        label="6",
        item=6,
        indicator="awareness_and_prevention",
        title=_("Know where to find help"),
        question=_("How many residents can name a way to find help, and the hotline?"),
        definition=_("Residents answer in their own words, without a list to choose from."),
        how_counted=_(
            "Residents who name both a working way to find help and the hotline, out of all who "
            "answered both."
        ),
        source=_("Residents' survey"),
        unit=Unit.PERCENT,
        rule=Rule.INTERVAL,
        version=2,
    ),
    Part(
        code="risks_known",
        label="7",
        item=7,
        indicator="awareness_and_prevention",
        title=_("Know what trafficking is"),
        question=_("How many residents know what trafficking is and what puts people at risk?"),
        definition=_(
            "Residents choose what trafficking means and what puts people at risk. Some choices are wrong "
            "on purpose."
        ),
        how_counted=_(
            "Residents with the right meaning, two or more right risks and at most one wrong one, out "
            "of all who answered."
        ),
        source=_("Residents' survey"),
        unit=Unit.PERCENT,
        rule=Rule.INTERVAL,
        version=2,
    ),
    Part(
        code="ready_to_refer",
        label="8",
        item=8,
        indicator="resources_and_networks",
        title=_("Ready to refer"),
        question=_("Could a survivor be referred today to help that answers?"),
        definition=_("Every kind of need should have a tested way to help in every required language."),
        how_counted=_(
            "Needs and languages with a written pathway, a trained contact and a latest call that "
            "succeeded, out of all required."
        ),
        source=_("Referral pathways, contacts and check calls"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
        version=3,
    ),
    Part(
        code="strategies_implemented",
        label="9",
        item=9,
        indicator="stakeholder_engagement",
        title=_("Strategies in practice"),
        question=_("How many of the organizations you work with act against trafficking?"),
        definition=_(
            "A strategy lowers a risk, raises awareness or brings help closer. It counts with recent "
            "evidence."
        ),
        how_counted=_(
            "Organizations with a strategy in practice and fresh evidence, out of all that are engaged, without those "
            "that first came this half-year."
        ),
        source=_("Strategies with their evidence, and organizations at events"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
        version=2,
    ),
    Part(
        code="leaders_in_development",
        label="10",
        item=10,
        indicator="ownership_and_leadership",
        title=_("Leaders in training"),
        question=_("How many leaders took part in a leadership training this half-year?"),
        definition=_(
            "Leaders and coordinators who were in these roles long enough to be trained. Days in both roles "
            "add up."
        ),
        how_counted=_("Those leaders present at a leadership training, out of all of them."),
        source=_("The confirmed team list and leadership trainings that were held"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
        version=2,
    ),
    Part(
        code="professionals_trained",
        label="11",
        item=11,
        indicator="stakeholder_engagement",
        title=_("Professionals trained"),
        question=_("How many police, prosecutors, judges and other first responders were trained?"),
        definition=_(
            "First responders here are fire, ambulance, emergency medicine and dispatch. Police are "
            "counted as police."
        ),
        how_counted=_(
            "People at stakeholder trainings. With several trainings: at least the largest, at most "
            "all of them added. A profession left empty is unknown."
        ),
        source=_("Headcounts by profession at stakeholder trainings"),
        unit=Unit.PEOPLE,
        rule=Rule.TARGET,
        version=2,
    ),
    Part(
        code="resources_identified",
        label="12",
        item=12,
        indicator="resources_and_networks",
        title=_("Services found for survivors"),
        question=_("Is there help for body, mind, spirit and social life, in the languages needed?"),
        definition=_(
            "Services for the four kinds of need, each recently confirmed by the provider, in every "
            "language needed."
        ),
        how_counted=_(
            "Needs and languages with a confirmed service, out of all. At most partly met without housing "
            "and counseling in each language."
        ),
        source=_("The directory of services and their confirmations"),
        unit=Unit.PERCENT,
        rule=Rule.SHARE,
        version=4,
    ),
)

_PARTS_BY_CODE = {part.code: part for part in PARTS}
_ITEMS_BY_NUMBER = {item.number: item for item in ITEMS}
_INDICATORS_BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


def part(code: str) -> Part:
    """Return the part with this code; KeyError with a message when there is none."""
    if code not in _PARTS_BY_CODE:
        raise KeyError(f"The instrument has no part “{code}”.")
    return _PARTS_BY_CODE[code]


def item(number: int) -> Item:
    """Return the item with this number, 1 to 12; KeyError with a message when there is none."""
    if number not in _ITEMS_BY_NUMBER:
        raise KeyError(f"The instrument has no item {number}.")
    return _ITEMS_BY_NUMBER[number]


def indicator(code: str) -> Indicator:
    """Return the indicator with this code; KeyError with a message when there is none."""
    if code not in _INDICATORS_BY_CODE:
        raise KeyError(f"The instrument has no indicator “{code}”.")
    return _INDICATORS_BY_CODE[code]


def parts_of_indicator(code: str) -> tuple[Part, ...]:
    """Return the parts of an indicator, in order. No part belongs to two indicators."""
    return tuple(part for part in PARTS if part.indicator == code)
