"""Build the snapshot that is stored with a report from the gathered rows."""

from datetime import datetime

from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.instrument import INSTRUMENT_VERSION, ITEMS, PARTS
from evaluation.measures import Rating
from evaluation.models import SubmissionState
from evaluation.wording import day_text, rating_text
from events.models import EventKind, HistoricalActivity
from reports import formats, words
from reports.achievements import describe_achievements, describe_work_done
from reports.compared import build_comparison
from reports.figure_schema import ItemFigures, PartFigure
from reports.gather import GatheredData
from reports.indicators import indicators
from reports.library import build_pictures, describe_story
from reports.method import get_threshold_notes, method
from reports.parts import community_part, office_part, spread
from reports.rows import community_row, count_submissions, office_rows
from reports.schema import VERSION, Activity, Edition, Snapshot, SubmissionStatus
from reports.summary import summarize
from reports.target_texts import target_results
from stakeholders.models import Sector
from tfc.number_text import count_text
from tfc.periods import half_year_text
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
    community, office = gathered.community, gathered.office
    describe = community_part if community else office_part
    parts = [describe(part, gathered) for part in gathered.parts]
    # Dates use the time zone of the report's community or office, like the date on which a survey was accepted.
    made_text = day_text(made_at.astimezone((community or office).zone).date())
    together = gathered.scope == "international"
    interim = _interim(gathered, made_at)
    snapshot: Snapshot = {
        "version": VERSION,
        "instrument_version": INSTRUMENT_VERSION,
        "scope": gathered.scope,
        "title": title,
        "edition": _edition(number, made_text, published=published, interim=interim),
        "interim": interim,
        "narrative": [],
        "changes": None,
        "name": (community or office).name,
        "slug": (community or office).slug,
        "place": _place(community) if community else "",
        "office": office.name,
        "country": office.country,
        "half_year": str(gathered.half_year),
        "period_text": half_year_text(gathered.half_year),
        "language": language,
        "made_at": made_at.isoformat(timespec="seconds"),
        "made_text": made_text,
        "as_of": gathered.as_of.isoformat(),
        "as_of_text": day_text(gathered.as_of),
        "submission": _submission(community, gathered) if community else None,
        "submissions": [] if community else count_submissions(gathered),
        "work_done": describe_work_done(gathered.work_done),
        "summary": [],
        "known_count": sum(bool(part["known_count"]) for part in parts),
        "applicable": sum(bool(part["applicable"]) for part in parts),
        "ratings": spread(Rating(part["rating"]) for part in parts if part["rating"]),
        "indicators": indicators(gathered),
        "items": _items(parts),
        "unknown_parts": [part["code"] for part in parts if _is_unknown(part)],
        "rounds": [str(half_year) for half_year in gathered.rounds],
        "round_texts": [half_year_text(half_year) for half_year in gathered.rounds],
        "compared": build_comparison(gathered)
        if gathered.scope == "custom" and len(gathered.rounds) > 1
        else None,
        "communities": []
        if community or together
        else [community_row(town, gathered) for town in gathered.applicable_communities],
        "offices": office_rows(gathered) if together else [],
        "stories": [describe_story(story) for story in gathered.stories],
        "pictures": build_pictures(gathered.pictures) if gathered.pictures else [],
        "achievements": [
            *describe_achievements(gathered.achievements, gathered.output_names),
            *gathered.own_work,
        ],
        "historical": [_activity(activity) for activity in gathered.historical],
        "targets": target_results(gathered.targets),
        "own_questions": gathered.own_questions,
        "thresholds": get_threshold_notes(gathered),
        "method": method(gathered),
        "states": words.states(),
        "rating_names": {code: rating_text(code) for code in words.RATINGS},
        "headings": words.headings(),
    }
    snapshot["summary"] = summarize(snapshot)
    return snapshot


def _items(parts: list[PartFigure]) -> list[ItemFigures]:
    """Return the items of which the report has a part."""
    return [
        {"number": item.number, "title": str(item.title), "parts": own}
        for item in ITEMS
        if (own := [part for part in parts if PART_ITEMS[part["code"]] == item.number])
    ]


def _is_unknown(part: PartFigure) -> bool:
    """Return True if nothing is known of a part in any half-year, so that its line says all."""
    is_shown = part["value"] is not None or part["override"] or part["kinds"] or part["state"] == "hidden"
    return not is_shown and all(point["value"] is None for point in part["history"])


def _interim(gathered: GatheredData, made_at: datetime) -> str:
    """Return why the figures are not final yet, else ""."""
    community = gathered.community
    if community:
        submission = gathered.submissions.get(community.pk)
        is_submitted = submission and submission.state in (
            SubmissionState.SUBMITTED,
            SubmissionState.ACCEPTED,
        )
        return "" if is_submitted else _("The half-year survey is not submitted. Figures may change.")
    is_running = made_at.astimezone(gathered.office.zone).date() <= gathered.half_year.last_day
    return _("The half-year is not over. Figures may change.") if is_running else ""


def _edition(number: int, day: str, *, published: bool, interim: str) -> Edition:
    values = {"number": number, "day": day}
    if not published:
        text = (
            _("Interim draft of version %(number)s, made on %(day)s")
            if interim
            else _("Draft of version %(number)s, made on %(day)s")
        )
        return {"number": number, "state": "draft", "text": text % values}
    text = _("Version %(number)s, published on %(day)s") % values
    return {
        "number": number,
        "state": "published",
        "text": " · ".join((_("Interim"), text)) if interim else text,
    }


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
        "none": _("The half-year survey is not started. Figures come only from records."),
        "draft": _("The half-year survey is not submitted. Figures may change."),
        "submitted": _("The half-year survey was submitted on %(day)s and waits for review."),
        "returned": _("The office returned the half-year survey on %(day)s. Figures may change."),
        "accepted": _("The office accepted the half-year survey on %(day)s. Figures are locked."),
    }
    sentence = sentences[state] % day if day else sentences["draft" if state != "none" else "none"]
    return {"text": formats.submission_text(state), "sentence": sentence}


def _activity(activity: HistoricalActivity) -> Activity:
    kinds = dict(EventKind.choices)
    return {
        "place": activity.place,
        "region": activity.region,
        "period_text": formats.span_text(activity.period_start, activity.period_end),
        "activity": activity.activity,
        "kind_text": str(kinds.get(activity.kind, activity.kind.replace("_", " "))),
        "sectors_text": listed(dict(Sector.choices).get(sector, sector) for sector in activity.sectors),
        "unit_text": words.historical_unit(activity.unit, activity.quantity),
        "quantity": activity.quantity,
        "at_least": activity.at_least,
        "quantity_text": count_text(activity.quantity, at_least=activity.at_least),
    }
