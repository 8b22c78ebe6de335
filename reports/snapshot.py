"""Build the snapshot that is stored with a report from the gathered rows."""

from datetime import datetime

from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.instrument import INSTRUMENT_VERSION, ITEMS, PARTS
from evaluation.measures import Rating
from evaluation.wording import day_text, rating_text
from events.models import EventKind, HistoricalActivity
from reports import formats, summary, words
from reports.compared import build_comparison
from reports.figure_schema import ItemFigures, PartFigure
from reports.gather import GatheredData
from reports.indicators import by_community, get_applicable_communities, indicators
from reports.library import build_pictures, build_stories
from reports.linked_text import get_links, plain
from reports.method import get_threshold_notes, method
from reports.parts import community_part, office_part, spread
from reports.rows import community_row, office_rows, submissions
from reports.schema import Activity, Snapshot, SubmissionStatus
from reports.targets import target_results
from reports.text_schema import Edition
from stakeholders.models import Sector
from tfc.half_years import half_year_text, half_year_within
from tfc.number_text import number_text
from tfc.text.punctuation import listed

PART_ITEMS = {part.code: part.item for part in PARTS}


def make_snapshot(
    gathered: GatheredData,
    *,
    language: str,
    made_at: datetime,
    title: str = "",
    number: int = 1,
    published: bool = False,
) -> Snapshot:
    """Return the report as data in ``language``, which must be active; the narrative is added later.

    ``title``: of a custom report. ``number``: its version. ``published``: whether it is published, else a draft.
    """
    community = gathered.community
    part_of = community_part if community else office_part
    parts = {part.code: part_of(part, gathered) for part in gathered.parts}
    figures_by_community = by_community(gathered)
    towns = [] if community else get_applicable_communities(figures_by_community, gathered)
    facts = _facts(gathered, list(parts.values()), towns)
    sentences = summary.summarize(facts)
    # Dates use the time zone of the report's community or office, like the date on which a survey was accepted.
    made_text = day_text(made_at.astimezone((community or gathered.office).zone).date())
    together = gathered.scope == "international"
    return Snapshot(
        scope=gathered.scope,
        title=title,
        edition=_edition(number, made_text, published=published),
        narrative=[],
        changes=None,
        name=facts.name,
        slug=(community or gathered.office).slug,
        place=_place(community) if community else "",
        office=gathered.office.name,
        country=gathered.office.country,
        half_year=str(gathered.half_year),
        period_text=facts.period,
        language=language,
        made_at=made_at.isoformat(timespec="seconds"),
        made_text=made_text,
        as_of=gathered.as_of.isoformat(),
        as_of_text=day_text(gathered.as_of),
        round_open=gathered.round_open,
        submission=facts.submission,
        submissions=facts.submissions,
        summary=plain(sentences),
        summary_links=get_links(sentences),
        known=facts.known_count,
        applicable=facts.applicable,
        ratings=facts.ratings,
        indicators=facts.indicators,
        items=_items(parts),
        rounds=[str(half_year) for half_year in gathered.rounds],
        compared=build_comparison(gathered),
        communities=[]
        if together
        else [community_row(town, figures_by_community, gathered) for town in towns],
        offices=office_rows(towns, gathered) if together else [],
        stories=build_stories(gathered.stories),
        pictures=build_pictures(gathered.pictures),
        historical=[_activity(activity) for activity in gathered.historical],
        targets=target_results(gathered.targets),
        own_questions=gathered.own_questions,
        thresholds=get_threshold_notes(gathered),
        method=method(gathered),
        states=words.states(),
        rating_names={code: rating_text(code) for code in words.RATINGS},
        words=words.headings(),
        instrument_version=INSTRUMENT_VERSION,
    )


def _facts(gathered: GatheredData, parts: list[PartFigure], towns: list[Community]) -> summary.Facts:
    community = gathered.community
    figures_by_community = by_community(gathered)
    return summary.Facts(
        scope=gathered.scope,
        name=(community or gathered.office).name,
        period=half_year_text(gathered.half_year),
        within=half_year_within(gathered.half_year),
        parts=parts,
        known_count=sum(bool(part.known) for part in parts),
        applicable=sum(bool(part.applicable) for part in parts),
        ratings=spread(Rating(part.rating) for part in parts if part.rating),
        indicators=indicators(figures_by_community, gathered),
        submission=_submission(community, gathered) if community else None,
        submissions=submissions(towns, gathered),
        communities=len(towns),
        historical=len(gathered.historical),
        offices=[office.name for office in gathered.offices],
        silent=[office.name for office in gathered.silent],
    )


def _items(parts: dict[str, PartFigure]) -> list[ItemFigures]:
    """Return the items of which the report has a part."""
    item_figures = []
    for item in ITEMS:
        own = [part for part in parts.values() if PART_ITEMS[part.code] == item.number]
        if own:
            item_figures.append(ItemFigures(item.number, str(item.title), own))
    return item_figures


def _edition(number: int, day: str, *, published: bool) -> Edition:
    version = {"number": number, "day": day}
    if published:
        return Edition(number, "published", _("Version %(number)s, published on %(day)s") % version)
    return Edition(number, "draft", _("Draft of version %(number)s, made on %(day)s") % version)


def _place(community: Community) -> str:
    return ", ".join(part for part in (community.city, community.region) if part and part != community.name)


def _submission(community: Community, gathered: GatheredData) -> SubmissionStatus:
    submission = gathered.submissions.get(community.pk)
    state = submission.state if submission else "none"
    when = submission and (
        submission.decided_at if state in ("accepted", "returned") else submission.submitted_at
    )
    day = {"day": day_text(when.astimezone(community.zone).date())} if when else {}
    sentences = {
        "none": _("The half-year survey is not started; the figures are those of the records alone."),
        "draft": _("The half-year survey is not submitted yet; the figures may still change."),
        "submitted": _("The half-year survey was submitted on %(day)s and waits for the office's review."),
        "returned": _(
            "The office returned the half-year survey on %(day)s with questions; figures may change."
        ),
        "accepted": _("The office accepted the half-year survey on %(day)s; its figures are locked."),
    }
    sentence = sentences[state] % day if day else sentences["draft" if state != "none" else "none"]
    return SubmissionStatus(state, formats.submission_text(state), sentence)


def _activity(activity: HistoricalActivity) -> Activity:
    kinds = dict(EventKind.choices)
    quantity = number_text(activity.quantity)
    return Activity(
        place=activity.place,
        region=activity.region,
        period_text=formats.span_text(activity.period_start, activity.period_end),
        activity=activity.activity,
        kind_text=str(kinds.get(activity.kind, activity.kind.replace("_", " "))),
        sectors_text=listed(dict(Sector.choices).get(sector, sector) for sector in activity.sectors),
        unit_text=words.historical_unit(activity.unit, activity.quantity),
        quantity=activity.quantity,
        at_least=activity.at_least,
        quantity_text=_("at least %(number)s") % {"number": quantity} if activity.at_least else quantity,
    )
