"""From the gathered rows to the snapshot that is stored with a report and never changes."""

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.instrument import (
    INDICATORS,
    INSTRUMENT_VERSION,
    ITEMS,
    PARTS,
    parts_of_indicator,
    parts_of_item,
)
from evaluation.measures import IndicatorRating, Rating, State
from evaluation.measures.measured import plain
from evaluation.measures.ratings import RATED
from evaluation.models import Figure
from evaluation.reports import formats, summary, words
from evaluation.reports.beside import beside_indicator
from evaluation.reports.gather import Gathered
from evaluation.reports.parts import READER, community_part, office_part, seen_of, spread
from evaluation.reports.schema import (
    Activity,
    Cell,
    CommunityRow,
    IndicatorResult,
    ItemFigures,
    Point,
    Share,
    Snapshot,
    SubmissionStatus,
)
from evaluation.reports.targets import target_results
from evaluation.shown import seen_indicator, seen_records
from evaluation.wording import day_text, half_year_text, number_text, percent_text, rating_text, value_text
from events.models import EventKind, HistoricalActivity
from stakeholders.models import Sector
from tfc.periods import HalfYear

# A rating that comes from a score, or hides one.
SCORED = (*RATED, Rating.HIDDEN)
SUBMISSIONS = ("accepted", "submitted", "returned", "draft", "none")


def make_snapshot(gathered: Gathered, *, language: str, made_at: datetime) -> Snapshot:
    """The report as data, in ``language``, which must be the active one."""
    community = gathered.community
    part_of = community_part if community else office_part
    parts = {part.code: part_of(part, gathered) for part in PARTS}
    by_community = _by_community(gathered)
    rows = (
        [] if community else [_row(each, by_community, gathered) for each in _asked(by_community, gathered)]
    )
    indicators = [_indicator(one.code, str(one.title), by_community, gathered) for one in INDICATORS]
    submissions = _submissions(rows, gathered)
    historical = [_activity(each) for each in gathered.historical]
    known = sum(bool(part.known) for part in parts.values())
    applicable = sum(bool(part.applicable) for part in parts.values())
    ratings = spread(Rating(part.rating) for part in parts.values() if part.rating)
    status = _submission(community, gathered) if community else None
    text = summary.of_community if community else summary.of_office
    name = (community or gathered.office).name
    facts = summary.Facts(
        name, half_year_text(gathered.half_year), list(parts.values()), known, applicable, ratings, indicators,
        status, submissions, len(rows), len(historical),
    )  # fmt: skip
    return Snapshot(
        scope="community" if community else "office",
        name=name,
        slug=(community or gathered.office).slug,
        place=_place(community) if community else "",
        office=gathered.office.name,
        half_year=str(gathered.half_year),
        period_text=facts.period,
        language=language,
        made_at=made_at.isoformat(timespec="seconds"),
        # On a community's own calendar, like the day on which its survey was accepted.
        made_text=day_text((made_at.astimezone(community.zone) if community else made_at).date()),
        as_of=gathered.as_of.isoformat(),
        as_of_text=day_text(gathered.as_of),
        round_open=gathered.round_open,
        submission=status,
        submissions=submissions,
        summary=text(facts),
        known=known,
        applicable=applicable,
        ratings=ratings,
        indicators=indicators,
        items=[
            ItemFigures(one.number, str(one.title), [parts[part.code] for part in parts_of_item(one.number)])
            for one in ITEMS
        ],
        rounds=[str(one) for one in gathered.rounds],
        communities=rows,
        historical=historical,
        targets=target_results(gathered.targets),
        thresholds=words.thresholds(gathered.thresholds[gathered.half_year]),
        method=words.method(office=community is None),
        states=words.states(),
        rating_names={code: rating_text(code) for code in words.RATINGS},
        words=words.headings(),
        instrument_version=INSTRUMENT_VERSION,
    )


ByCommunity = dict[tuple[int, HalfYear], dict[str, Figure]]


def _by_community(gathered: Gathered) -> ByCommunity:
    found: ByCommunity = {}
    for figure in gathered.figures:
        found.setdefault((figure.community_id, figure.period), {})[figure.part] = figure
    return found


def _asked(by_community: ByCommunity, gathered: Gathered) -> list[Community]:
    """The communities of which the half-year asks something: they have a figure that is not "does not apply"."""

    def is_asked(community: Community) -> bool:
        figures = by_community.get((community.pk, gathered.half_year), {})
        return any(each.state != State.NOT_APPLICABLE for each in figures.values())

    return [community for community in gathered.communities if is_asked(community)]


def _place(community: Community) -> str:
    return ", ".join(part for part in (community.city, community.region) if part and part != community.name)


def _indicator(code: str, title: str, by_community: ByCommunity, gathered: Gathered) -> IndicatorResult:
    labels = [part.label for part in parts_of_indicator(code)]
    if gathered.community:
        return _community_indicator(code, title, labels, by_community, gathered)
    asked = _asked(by_community, gathered)
    results = [_rate_indicator(code, one.pk, gathered.half_year, by_community, gathered) for one in asked]
    rated_ones = sum(result.score is not None for result in results)
    return IndicatorResult(
        code=code, title=title, rating="", rating_text="", score=None, score_text="", known=rated_ones,
        applicable=len(results), known_text=_("rated for %(known)s of %(applicable)s communities")
        % {"known": number_text(rated_ones), "applicable": number_text(len(results))},
        labels=labels, spread=spread(result.rating for result in results), history=[],
        beside=beside_indicator(code, gathered),
    )  # fmt: skip


def _community_indicator(
    code: str, title: str, labels: list[str], by_community: ByCommunity, gathered: Gathered
) -> IndicatorResult:
    community = gathered.communities[0]
    results = {
        half_year: _rate_indicator(code, community.pk, half_year, by_community, gathered)
        for half_year in gathered.rounds
    }
    now = results[gathered.half_year]
    return IndicatorResult(
        code=code,
        title=title,
        rating=now.rating.value,
        rating_text=rating_text(now.rating),
        score=plain(now.score),
        score_text=percent_text(now.score) if now.score is not None else "",
        known=now.known,
        applicable=now.applicable,
        known_text=formats.parts_text(now.known, now.applicable),
        labels=labels,
        spread=[],
        history=[
            Point(
                half_year=str(half_year),
                state=_score_state(each).value,
                state_text="",
                value=plain(each.score),
                value_text=percent_text(each.score) if each.score is not None else rating_text(each.rating),
                number_text=percent_text(each.score) if each.score is not None else "",
                rating=each.rating.value,
                rating_text=rating_text(each.rating),
                known_text=formats.parts_text(each.known, each.applicable),
            )
            for half_year, each in results.items()
        ],
        beside=beside_indicator(code, gathered),
    )


def _rate_indicator(
    code: str, community: int, half_year: HalfYear, by_community: ByCommunity, gathered: Gathered
) -> IndicatorRating:
    figures = by_community.get((community, half_year), {})
    parts = [seen_of(figures.get(part.code), part, gathered).possible for part in parts_of_indicator(code)]
    return seen_indicator(parts, gathered.thresholds[half_year])


def _score_state(result: IndicatorRating) -> State:
    if result.score is not None:
        return State.VALUE
    return State.HIDDEN if result.rating in SCORED else State.UNKNOWN


def _row(community: Community, by_community: ByCommunity, gathered: Gathered) -> CommunityRow:
    figures = by_community.get((community.pk, gathered.half_year), {})
    submission = gathered.submissions.get(community.pk)
    state = submission.state if submission else "none"
    results = [
        (one, _rate_indicator(one.code, community.pk, gathered.half_year, by_community, gathered))
        for one in INDICATORS
    ]
    return CommunityRow(
        slug=community.slug,
        name=community.name,
        region=community.region,
        stage_text=community.get_stage_display(),
        submission=state,
        submission_text=formats.submission_text(state),
        cells=[_cell(part.code, part.label, figures.get(part.code), gathered) for part in PARTS],
        indicators=[Share(each.rating.value, rating_text(each.rating), each.known) for _one, each in results],
    )


def _cell(code: str, label: str, figure: Figure | None, gathered: Gathered) -> Cell:
    part = next(each for each in PARTS if each.code == code)
    found = seen_of(figure, part, gathered)
    measured = found.measured
    records = gathered.records.get((figure.community_id, code), {}) if figure else {}
    return Cell(
        part=code,
        label=label,
        state=measured.state.value,
        state_text=formats.state_text(measured.state.value),
        numerator=plain(measured.numerator),
        denominator=plain(measured.denominator),
        value=plain(measured.value),
        value_text=value_text(measured),
        number_text=formats.figure_text(measured),
        rating=found.rating.value,
        rating_text=rating_text(found.rating),
        overridden=measured.overridden,
        receipt_hash=figure.receipt_hash if figure else "",
        records=sum(records[table] for table in seen_records(records, part, READER)),
    )


def _submission(community: Community, gathered: Gathered) -> SubmissionStatus:
    found = gathered.submissions.get(community.pk)
    state = found.state if found else "none"
    when = found and (found.decided_at if state in ("accepted", "returned") else found.submitted_at)
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


def _submissions(rows: list[CommunityRow], gathered: Gathered) -> list[Share]:
    counts = Counter(row.submission for row in rows)
    return [Share(code, formats.submission_text(code), counts[code]) for code in SUBMISSIONS if counts[code]]


def _activity(activity: HistoricalActivity) -> Activity:
    kinds = dict(EventKind.choices)
    quantity = number_text(activity.quantity)
    return Activity(
        place=activity.place,
        region=activity.region,
        period_text=formats.span_text(activity.period_start, activity.period_end),
        activity=activity.activity,
        kind_text=str(kinds.get(activity.kind, activity.kind.replace("_", " "))),
        sectors_text=", ".join(str(dict(Sector.choices).get(each, each)) for each in activity.sectors),
        unit_text=words.historical_unit(activity.unit, activity.quantity),
        quantity=activity.quantity,
        at_least=activity.at_least,
        quantity_text=_("at least %(number)s") % {"number": quantity} if activity.at_least else quantity,
    )
