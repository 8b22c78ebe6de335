"""IATI 2.03 activity files (docs/formats.md). The element order is prescribed by the standard.

An unknown number has no `actual`: the standard requires a value for each unit or percentage, and 0 would be false.
Titles and definitions are in every available language, comments in English.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from communities.models import Community, Office, Stage
from evaluation.achievement_items import Item, ItemKind
from evaluation.instrument import INDICATORS, PARTS, Indicator, Part, Text, Unit
from evaluation.measures import Measurement, State
from evaluation.wording import (
    bounds_text,
    fraction_text,
    interval_text,
    known_coverage_text,
    override_text,
    overrides_text,
)
from reports.exports.iati_gather import Activity, Breakdown, Point
from reports.office_work import PublishedWork
from stakeholders.models import Grant, SubGrant
from tfc.csv_text import number_cell
from tfc.periods import HalfYear
from tfc.text.punctuation import join_title, phrases

CONTENT_TYPE = "application/xml; charset=utf-8"
VERSION = "2.03"
LANGUAGE = "en"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Codes of the standard's code lists.
OUTPUT, OUTCOME = "1", "2"
NATIONAL_NGO, INTERNATIONAL_NGO = "22", "21"
ACCOUNTABLE, IMPLEMENTING = "2", "4"
PIPELINE, RUNS, SUSPENDED = "1", "2", "6"
ACTUAL_START = "2"
DISBURSEMENT, INCOMING_COMMITMENT = "3", "11"
NATIONAL, ONE_PLACE = "4", "8"
HUMAN_RIGHTS, SDG_TARGETS, AGAINST_TRAFFICKING = "15160", "8", "8.7"
OUR_OWN = "99"
PARENT, CHILD = "1", "2"
RESULTS = "A08"
APPROXIMATE, TOWN = "2", "2"
WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
# Rounded as on the map: shows the town, not the street.
TENTH = Decimal("0.1")
# Parts that measure changes in the community; all others measure what the team did.
OUTCOMES = frozenset(
    {"access_known", "risks_known", "ready_to_refer", "strategies_implemented", "resources_identified"}
)
MEASURES = {Unit.PERCENT: "2", Unit.COUNT: "1", Unit.PEOPLE: "1"}
TITLE = gettext_lazy("TraffickFree Communities, %(name)s")
ABOUT = gettext_lazy(
    "Neighbors, organizations and services work together to prevent human trafficking and help survivors. "
    "Twelve questions measure results each half-year."
)
ABOUT_OFFICE = gettext_lazy(
    "Towns become TraffickFree Communities with their own teams. Results are sums over them. Percentages come "
    "from summed counts, never averages. Joint work counts once."
)


def activity_file(activities: Sequence[Activity], *, made_at: dt.datetime) -> bytes:
    """Return the XML file. ``activities`` must not be empty, because the standard allows no empty file."""
    root = etree.Element("iati-activities", version=VERSION)
    root.set("generated-datetime", made_at.isoformat(timespec="seconds"))
    with translation.override(LANGUAGE):
        for activity in activities:
            _activity(root, activity)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def organization_id(office: Office) -> str:
    stand_in = f"{office.country.upper()}-TRAFFICKFREE-{office.slug.upper()}"
    return settings.IATI_ORGANIZATIONS.get(office.slug, stand_in)


def activity_id(office: Office, community: Community | None = None) -> str:
    whole = f"{organization_id(office)}-TFC"
    return f"{whole}-{community.slug}" if community else whole


def _activity(root: etree._Element, activity: Activity) -> None:
    office, community = activity.office, activity.community
    element = _add(root, "iati-activity", hierarchy="2" if community else "1")
    element.set(XML_LANGUAGE, LANGUAGE)
    if activity.updated:
        element.set("last-updated-datetime", activity.updated.isoformat(timespec="seconds"))
    _add(element, "iati-identifier").text = activity_id(office, community)
    kind = INTERNATIONAL_NGO if office.is_international else NATIONAL_NGO
    reporting = _add(element, "reporting-org", ref=organization_id(office), type=kind)
    _name(reporting, office.name)
    _add_translated_text(
        _add(element, "title"), TITLE, {"name": community.name if community else office.name}
    )
    _add_translated_text(_add(element, "description", type="1"), ABOUT if community else ABOUT_OFFICE)
    _participating(element, activity, kind)
    _add(element, "activity-status", code=_status(community))
    _add(element, "activity-date", {"iso-date": activity.began.isoformat()}, type=ACTUAL_START)
    _add(element, "activity-scope", code=ONE_PLACE if community else NATIONAL)
    _add(element, "recipient-country", code=office.country.upper(), percentage="100")
    if community:
        _location(element, community)
    _add(element, "sector", vocabulary="1", code=HUMAN_RIGHTS, percentage="100")
    _add(element, "sector", vocabulary=SDG_TARGETS, code=AGAINST_TRAFFICKING, percentage="100")
    _add_money(element, activity.own_work)
    if community:
        _add(element, "related-activity", ref=activity_id(office), type=PARENT)
    for child in activity.related:
        _add(element, "related-activity", ref=activity_id(office, child), type=CHILD)
    for indicator in INDICATORS:
        for kind in (OUTPUT, OUTCOME):
            _result(element, indicator, kind, activity.series)
    _add_achievements(element, activity.achievements, gettext_lazy("Achievements"), "achievement")
    _add_achievements(element, activity.own_items, gettext_lazy("The office's own work"), "own")


def _add_money(element: etree._Element, own_work: PublishedWork | None) -> None:
    """Add each grant and sub-grant as a transaction: what a funder promised, and what a community received."""
    if own_work is None:
        return
    for grant in own_work.grants:
        transaction = _add_transaction(element, INCOMING_COMMITMENT, grant.starts_on, grant)
        _name(_add(transaction, "description"), grant.title)
        _name(_add(transaction, "provider-org"), grant.funder)
    for sub_grant in own_work.sub_grants:
        transaction = _add_transaction(element, DISBURSEMENT, sub_grant.on, sub_grant)
        _name(_add(transaction, "receiver-org"), sub_grant.recipient.name)


def _add_transaction(
    element: etree._Element, kind: str, day: dt.date, money: Grant | SubGrant
) -> etree._Element:
    transaction = _add(element, "transaction")
    _add(transaction, "transaction-type", code=kind)
    _add(transaction, "transaction-date", {"iso-date": day.isoformat()})
    value = _add(transaction, "value", {"value-date": day.isoformat()}, currency=money.currency)
    value.text = f"{money.amount:.2f}"
    return transaction


def _add_achievements(
    element: etree._Element, achievements: Mapping[HalfYear, Sequence[Item]], heading: Text, prefix: str
) -> None:
    """Add everything achieved as one result; each unit, currency and stage of a campaign is an indicator."""
    by_unit: dict[tuple[str, ...], list[tuple[HalfYear, Item]]] = defaultdict(list)
    for half_year, items in achievements.items():
        for item in items:
            by_unit[item.kind, item.unit, item.currency].append((half_year, item))
    if not by_unit:
        return
    result = _add(element, "result", {"aggregation-status": "false"}, type=OUTPUT)
    _add_translated_text(_add(result, "title"), heading)
    for key, counted in by_unit.items():
        indicator = _add(result, "indicator", {"aggregation-status": "false"}, measure=MEASURES[Unit.COUNT])
        indicator.set("ascending", "true")
        _add_translated_text(_add(indicator, "title"), _title_achievement(counted[-1][1]))
        _add(indicator, "reference", vocabulary=OUR_OWN, code="-".join(filter(None, (prefix, *key))))
        for half_year, item in counted:
            period = _add_half_year(indicator, half_year)
            actual = _add(period, "actual", value=number_cell(item.value))
            if comment := phrases((item.number if item.at_least else "", _describe_people(item))):
                _name(_add(actual, "comment"), comment)


def _title_achievement(item: Item) -> Text:
    """Return the title, which is translated when it is read: "Outputs: Items given out"."""
    title = gettext_lazy("Attendances") if item.kind == ItemKind.REACH else ItemKind(item.kind).label
    return lazy(lambda: join_title(title, item.label), str)()


def _describe_people(item: Item) -> str:
    return _("%(people)s different people") % {"people": item.people} if item.kind == ItemKind.REACH else ""


def _participating(element: etree._Element, activity: Activity, kind: str) -> None:
    office, community = activity.office, activity.community
    ref = organization_id(office)
    for role in (ACCOUNTABLE, IMPLEMENTING) if community is None else (ACCOUNTABLE,):
        _name(_add(element, "participating-org", ref=ref, type=kind, role=role), office.name)
    if community:
        _add_translated_text(
            _add(element, "participating-org", role=IMPLEMENTING), TITLE, {"name": community.name}
        )


def _status(community: Community | None) -> str:
    stages = {Stage.CANDIDATE: PIPELINE, Stage.DORMANT: SUSPENDED}
    return stages.get(Stage(community.stage), RUNS) if community else RUNS


def _location(element: etree._Element, community: Community) -> None:
    location = _add(element, "location")
    _name(
        _add(location, "name"), ", ".join(filter(None, (community.city or community.name, community.region)))
    )
    if community.latitude is not None and community.longitude is not None:
        point = _add(location, "point", srsName=WGS84)
        rounded = (community.latitude.quantize(TENTH), community.longitude.quantize(TENTH))
        _add(point, "pos").text = " ".join(str(coordinate) for coordinate in rounded)
    _add(location, "exactness", code=APPROXIMATE)
    _add(location, "location-class", code=TOWN)


def _result(
    element: etree._Element, indicator: Indicator, kind: str, series: Mapping[str, Sequence[Point]]
) -> None:
    """Add one of our five indicators as a result; its parts are what IATI calls indicators."""
    parts = [
        part
        for part in PARTS
        if part.indicator == indicator.code
        and (kind == OUTCOME) == (part.code in OUTCOMES)
        and part.code in series
    ]
    if not parts:
        return
    # Results must not be summed: joint activities are in the file of each community, and percentages cannot be added.
    result = _add(element, "result", {"aggregation-status": "false"}, type=kind)
    _add_translated_text(_add(result, "title"), indicator.title)
    for part in parts:
        _indicator(result, part, series[part.code])


def _indicator(result: etree._Element, part: Part, points: Sequence[Point]) -> None:
    indicator = _add(result, "indicator", {"aggregation-status": "false"}, measure=MEASURES[part.unit])
    indicator.set("ascending", "true")
    _add_translated_text(_add(indicator, "title"), part.title)
    _add_translated_text(_add(indicator, "description"), part.how_counted)
    for version in sorted({point.version for point in points}):
        _add(indicator, "reference", vocabulary=OUR_OWN, code=f"{part.code}-v{version}")
    _baseline(indicator, points)
    for point in points:
        _period(indicator, point, several={other_point.version for other_point in points} != {point.version})


def _baseline(indicator: etree._Element, points: Sequence[Point]) -> None:
    """Add the first half-year with a known value as the baseline."""
    first = next((point for point in points if point.measured is not None), None)
    if first is None or first.measured is None:
        return
    day = first.half_year.last_day
    baseline = _add(indicator, "baseline", {"iso-date": day.isoformat()}, year=str(day.year))
    baseline.set("value", number_cell(first.measured.value))


def _period(indicator: etree._Element, point: Point, *, several: bool) -> None:
    period = _add_half_year(indicator, point.half_year)
    if point.target is not None:
        target = _add(period, "target", value=str(point.target))
        _name(_add(target, "comment"), _("Met from here on."))
    if point.measured is None:
        return
    actual = _add(period, "actual", value=number_cell(point.measured.value))
    if comment := _comment(point, point.measured, several=several):
        _name(_add(actual, "comment"), comment)
    if point.receipt:
        link = _add(actual, "document-link", format="text/html", url=point.receipt)
        _add_translated_text(_add(link, "title"), gettext_lazy("How this was calculated, for office staff"))
        _add(link, "category", code=RESULTS)
    if point.breakdown:
        _add_disaggregation(period, point.breakdown)


def _add_half_year(indicator: etree._Element, half_year: HalfYear) -> etree._Element:
    period = _add(indicator, "period")
    _add(period, "period-start", {"iso-date": half_year.first_day.isoformat()})
    _add(period, "period-end", {"iso-date": half_year.last_day.isoformat()})
    return period


def _add_disaggregation(period: etree._Element, breakdown: Breakdown) -> None:
    """Add the breakdown after the total, for readers that use only the first value."""
    for code, number in breakdown.counts.items():
        actual = _add(period, "actual", value=number_cell(number))
        _add(actual, "dimension", name=breakdown.dimension, value=code)
        if not breakdown.adds_up:
            _name(_add(actual, "comment"), _("Do not add these up: several may attend one meeting."))


def _comment(point: Point, measured: Measurement, *, several: bool) -> str:
    """Return notes on the number: fraction, precision, whether it is an override, and whether it can still change."""
    notes = [fraction_text(measured), interval_text(measured), bounds_text(measured)]
    if point.known_count is not None and point.community_count is not None:
        notes.append(known_coverage_text(point.known_count, point.community_count))
    if measured.state == State.DECLARED_ZERO:
        notes.append(_("0 (reported as zero)"))
    notes.append(overrides_text(point.overridden))
    if measured.overridden:
        notes.append(override_text(measured))
    if several:
        notes.append(_("definition %(version)s") % {"version": point.version})
    if not point.final:
        notes.append(_("not final: the survey is not submitted"))
    return "; ".join(note for note in notes if note)


def _add(
    parent: etree._Element, tag: str, more: Mapping[str, str] | None = None, /, **attributes: str
) -> etree._Element:
    return etree.SubElement(parent, tag, {**attributes, **(more or {})})


def _name(element: etree._Element, text: str) -> None:
    """Add a text in the file's language: a name, or a text without translations."""
    _add(element, "narrative").text = _clean(text)


def _add_translated_text(
    element: etree._Element, text: Text, values: Mapping[str, str] | None = None
) -> None:
    """Add a text in the file's language, and in each other language in which it differs."""
    base_text = str(text) % values if values else str(text)
    _name(element, base_text)
    for code, _title in settings.LANGUAGES:
        with translation.override(code):
            other = str(text) % values if values else str(text)
        if other != base_text:
            narrative = _add(element, "narrative")
            # The standard's list has languages without scripts: "zh".
            narrative.set(XML_LANGUAGE, code.split("-")[0])
            narrative.text = _clean(other)


def _clean(text: str) -> str:
    """Remove characters that XML does not allow; an imported name may contain some."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
