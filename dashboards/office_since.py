"""Changes in an office's communities since a user's last visit: counted by kind, with names of places, never of
people.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from communities.access import OfficeRequest
from communities.actions.visits import A_VISIT, away_since, is_worth_noting, note_visit
from communities.models import Community, Office, OfficeLastVisit, StageChange
from dashboards.since_last_visit import NAMED, News, SinceVisit, build_since_visit
from evaluation.models import QualityCount, Submission
from library.models import Comment
from reports.models import Report
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.number_text import number_text
from tfc.registry import reverse_page
from tfc.text.punctuation import join_bracketed, listed

# Rows read per kind; above that the page shows "more than".
MOST = 50


@dataclass(frozen=True)
class Kind:
    """``rows``: the query of an office's rows since a time, newest first, without the user's own. ``facts``: columns
    read. ``url``: the page, given the office's slug and the newest row. ``format_count``: the text for a number.
    """

    rows: Callable[[Any, Any, Any], "QuerySet[Any, Any]"]
    facts: Mapping[str, Any]
    icon: str
    url: Callable[[str, Mapping[str, Any]], str]
    format_count: Callable[[int], str]


def _get_submissions_since(office: Any, _user: Any, since: Any) -> "QuerySet[Submission]":
    """Return submitted surveys; closed half-years accept none."""
    open_rounds = Q(round__closed_at=None) | Q(round__closed_at__gt=since)
    return Submission.objects.filter(open_rounds, office=office, submitted_at__gt=since).order_by(
        "-submitted_at"
    )


def _get_communities_since(office: Any, user: Any, since: Any) -> "QuerySet[Community]":
    """Return new communities. They have no creation date, so the first stage change of the newest ones is used."""
    newest = Community.objects.filter(office=office).order_by("-pk").values("pk")[: MOST + 1]
    first = StageChange.objects.filter(community=OuterRef("pk")).order_by("pk")
    communities = Community.objects.filter(pk__in=newest).annotate(
        joined=Subquery(first.values("created_at")[:1]), added_by=Subquery(first.values("by")[:1])
    )
    return communities.filter(joined__gt=since).exclude(added_by=user).order_by("-pk")


def _risen(office: Any, _user: Any, since: Any) -> "QuerySet[QualityCount]":
    return QualityCount.objects.filter(office=office, risen_at__gt=since).order_by("-risen_at", "-pk")


def _get_reports_since(office: Any, _user: Any, since: Any) -> "QuerySet[Report]":
    """Return the office's reports once built, and its communities' once published."""
    return Report.objects.filter(office=office).finished_since(since)


def _comments(office: Any, user: Any, since: Any) -> "QuerySet[Comment]":
    comments = Comment.objects.not_deleted().filter(office=office, at__gt=since, hidden_at=None)
    under = comments.filter(material__deleted_at=None, story__deleted_at=None)
    return under.exclude(by=user).order_by("-at", "-pk")


def _get_round_url(slug: str, newest: Mapping[str, Any]) -> str:
    return f"{reverse('evaluation:submission-list', args=[slug])}?round={newest['of']}"


def _get_item_url(slug: str, newest: Mapping[str, Any]) -> str:
    if newest["material"]:
        return reverse("library:office-material-detail", args=[slug, newest["material"]])
    return reverse("library:office-story-detail", args=[slug, newest["story"]])


def _page(name: str) -> Callable[[str, Mapping[str, Any]], str]:
    return lambda slug, _newest: reverse(name, args=[slug])


_OWNER = Coalesce("community__name", "office__name")
KINDS = {
    "surveys": Kind(
        _get_submissions_since,
        {"whose": "community__name", "of": "round__half_year"},
        "survey",
        _get_round_url,
        lambda number: ngettext(
            "%(number_text)s survey submitted", "%(number_text)s surveys submitted", number
        ),
    ),
    "towns": Kind(
        _get_communities_since,
        {"whose": "name"},
        "flag",
        _page("communities:office-communities"),
        lambda number: ngettext(
            "%(number_text)s community added", "%(number_text)s communities added", number
        ),
    ),
    "flags": Kind(
        _risen,
        {"whose": "community__name"},
        "eye",
        _page("evaluation:office-data-quality"),
        lambda number: ngettext(
            "%(number_text)s community with new record checks",
            "%(number_text)s communities with new record checks",
            number,
        ),
    ),
    "reports": Kind(
        _get_reports_since,
        {"whose": _OWNER},
        "report",
        _page("reports:office-report-list"),
        lambda number: ngettext(
            "%(number_text)s report finished", "%(number_text)s reports finished", number
        ),
    ),
    "comments": Kind(
        _comments,
        {"whose": _OWNER, "material": "material_id", "story": "story_id"},
        "book",
        _get_item_url,
        lambda number: ngettext(
            "%(number_text)s comment in the library", "%(number_text)s comments in the library", number
        ),
    ),
}


def _columns() -> dict[str, Any]:
    """Return columns for the last visit and the news of each kind, by office, user and start of this visit."""
    office, user, visit_began = (parameter(position) for position in range(3))
    mine = OfficeLastVisit.objects.filter(office=office, user=user)
    since = Subquery(mine.values(since=Case(When(at__lt=visit_began, then=F("at")), default=F("before"))))
    news = {
        f"new_{code}": ArraySubquery(_facts(kind, kind.rows(office, user, since)))
        for code, kind in KINDS.items()
    }
    return {"seen_at": Subquery(mine.values("at")), "seen_before": Subquery(mine.values("before")), **news}


def _facts(kind: Kind, rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    return rows.values_list(JSONObject(**kind.facts), flat=True)[: MOST + 1]


COLUMNS = _columns()
_read: CompiledQuery[tuple[Any, ...]] = CompiledQuery(
    lambda: Office.objects.filter(pk=parameter(0)).annotate(**COLUMNS).values_list(*COLUMNS)
)


def office_since(request: OfficeRequest) -> SinceVisit | None:
    """Return the changes for the office's own staff; one query. The visit is stored after the response.

    The page may be read from a standby that lags behind; the visit may then be stored again, with the same values.
    """
    if request.is_guest:
        return None
    now = timezone.now()
    [row] = _read(request.office.pk, request.user.pk, now - A_VISIT)
    data: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    visit = {"at": data["seen_at"], "before": data["seen_before"], "now": now}
    note_visit_after_response(request, **visit)
    return _build_since_visit(request.office, data, away_since(**visit))


def note_visit_after_response(
    request: OfficeRequest, at: datetime | None, before: datetime | None, now: datetime
) -> None:
    """Store the visit after the response, unless it is too recent; a submitted form does not count."""
    if request.method == "GET" and is_worth_noting(at, now):
        noting = partial(note_visit, place=request.office, by=request.user, at=at, before=before, now=now)
        request.afterwards.append(noting)


def _build_since_visit(office: Office, data: Mapping[str, Any], since: datetime | None) -> SinceVisit | None:
    news = [
        News(_get_news_text(kind, rows), kind.url(office.slug, rows[0]), kind.icon)
        for code, kind in KINDS.items()
        if (rows := data[f"new_{code}"])
    ]
    return build_since_visit(since, news, reverse_page("office-activity", office.slug))


def _get_news_text(kind: Kind, rows: Sequence[Mapping[str, Any]]) -> str:
    number = len(rows)
    count_text = number_text(number) if number <= MOST else f"{number_text(MOST)}+"
    what = kind.format_count(number) % {"number_text": count_text}
    names = list(dict.fromkeys(row["whose"] for row in rows))
    # With many names the number is enough.
    if len(names) > NAMED:
        return what
    return join_bracketed(what, listed(names))
