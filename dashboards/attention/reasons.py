"""The reasons why a community needs its office's attention: each with its rule, its points and its words.

Codes are stored and printed by `manage.py attention`; never reuse one. The rules are pure functions of `Facts`: each
returns the values of its words, or None where it does not hold. No value is a number of people.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evaluation.instrument import INDICATORS, PARTS, Part, Rule
from evaluation.measures import Rating
from evaluation.models import SubmissionState
from evaluation.review import NOT_STARTED
from tfc.periods import half_year_within
from tfc.text.punctuation import listed

Values = Mapping[str, Any]
NAMED = 5


@dataclass(frozen=True)
class SurveyFacts:
    """A community's survey of a half-year. ``returned_on``: None unless the office returned it; ``opened_on`` and
    ``closed_on``: the office's days.
    """

    half_year: str
    state: str
    due_on: dt.date
    returned_on: dt.date | None = None
    opened_on: dt.date = dt.date.min
    closed_on: dt.date | None = None


@dataclass(frozen=True)
class Facts:
    """What the rules look at, on the community's own day ``today``.

    ``last_meeting``: the day of its last team meeting; ``began``: since when it takes part. ``ratings`` by code of a
    part or an indicator in the newest half-year, which still runs if ``is_running``, and ``earlier`` in the one before.
    ``unconfirmed``: services and referral pathways that nobody has confirmed for half a year. ``unconfirmed_since``:
    when the first of these services lapsed; ``coordinator_left``: when the last one left; ``alone_since``: when the
    coordinator was left alone; ``rated_since``: the first day after the newest half-year, None while it runs.
    """

    today: dt.date
    began: dt.date
    last_meeting: dt.date | None = None
    coordinators: int = 0
    leaders: int = 0
    surveys: Sequence[SurveyFacts] = ()
    ratings: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, str] = field(default_factory=dict)
    unconfirmed: int = 0
    is_running: bool = False
    coordinator_left: dt.date | None = None
    alone_since: dt.date | None = None
    rated_since: dt.date | None = None
    unconfirmed_since: dt.date | None = None

    def get_rating(self, part: Part) -> str | None:
        """Return the rating of a part; None for a count of a half-year that is not over, as it still grows."""
        return None if self.is_running and part.rule == Rule.TARGET else self.ratings.get(part.code)


def describe_counts_left_out() -> str:
    """Return a sentence on the items that no rule looks at while their half-year runs."""
    labels = listed(part.label for part in PARTS if part.rule == Rule.TARGET)
    text = _("While a half-year runs, no rule looks at items %(items)s, as their counts still grow.")
    return text % {"items": labels}


@dataclass(frozen=True)
class Reason:
    """A rule. ``limit_label`` explains its limit; ``limit`` is 0 where there is none to
    choose, else at most ``most``.

    ``find`` returns the values of the words, with "since" where the facts have the day, or "not_after" where it was
    that day at the latest. ``is_at_most``: the limit is an upper one.
    """

    code: str
    title: Any
    points: int
    find: Callable[[Facts, int], Values | None]
    describe: Callable[[Values, dt.date], str]
    limit_label: Any = ""
    limit: int = 0
    most: int = 365
    is_at_most: bool = False


def _find_silence(facts: Facts, limit: int) -> Values | None:
    last = facts.last_meeting or facts.began
    if (facts.today - last).days < limit:
        return None
    since = last + dt.timedelta(days=limit)
    return {"since": since, "last": last.isoformat(), "never": facts.last_meeting is None}


def _describe_silence(values: Values, today: dt.date) -> str:
    days = (today - dt.date.fromisoformat(values["last"])).days
    text = (
        ngettext(
            "no meeting yet, %(days)s day after it began",
            "no meeting yet, %(days)s days after it began",
            days,
        )
        if values["never"]
        else ngettext("no meeting for %(days)s day", "no meeting for %(days)s days", days)
    )
    return text % {"days": days}


def _find_no_coordinator(facts: Facts, _limit: int) -> Values | None:
    return None if facts.coordinators else {"since": facts.coordinator_left or facts.began}


def _find_lone_coordinator(facts: Facts, _limit: int) -> Values | None:
    is_alone = facts.coordinators and facts.leaders == 1
    return {"since": facts.alone_since or facts.began} if is_alone else None


def _find_overdue(facts: Facts, limit: int) -> Values | None:
    for survey in facts.surveys:
        since = survey.due_on + dt.timedelta(days=limit)
        if survey.state in (NOT_STARTED, SubmissionState.DRAFT) and since <= facts.today:
            return {
                "since": since,
                "due_on": survey.due_on.isoformat(),
                "half_year": survey.half_year,
                "is_closed": survey.closed_on is not None,
            }
    return None


def _describe_overdue(values: Values, _today: dt.date) -> str:
    if values["is_closed"]:
        half_year = half_year_within(values["half_year"])
        return _("survey for %(half_year)s never submitted") % {"half_year": half_year}
    return _("survey was due on %(day)s") % {"day": _format_day(values["due_on"])}


def _find_not_started(facts: Facts, limit: int) -> Values | None:
    for survey in facts.surveys:
        is_open = survey.state == NOT_STARTED and survey.closed_on is None
        if is_open and 0 <= (survey.due_on - facts.today).days <= limit:
            since = max(survey.due_on - dt.timedelta(days=limit), survey.opened_on)
            return {"since": since, "due_on": survey.due_on.isoformat(), "half_year": survey.half_year}
    return None


def _describe_not_started(values: Values, _today: dt.date) -> str:
    return _("survey not started, due on %(day)s") % {"day": _format_day(values["due_on"])}


def _find_unanswered(facts: Facts, limit: int) -> Values | None:
    for survey in facts.surveys:
        if survey.returned_on and (facts.today - survey.returned_on).days >= limit:
            since = survey.returned_on + dt.timedelta(days=limit)
            return {
                "since": since,
                "returned_on": survey.returned_on.isoformat(),
                "half_year": survey.half_year,
            }
    return None


def _describe_unanswered(values: Values, _today: dt.date) -> str:
    return _("survey returned on %(day)s and not submitted again") % {
        "day": _format_day(values["returned_on"])
    }


def _format_day(day: str) -> str:
    return date_format(dt.date.fromisoformat(day))


def _find_failing(facts: Facts, limit: int) -> Values | None:
    failing = [part.code for part in PARTS if facts.get_rating(part) == Rating.NOT_MET]
    return {"parts": failing, "not_after": facts.rated_since} if len(failing) >= limit else None


def _describe_failing(values: Values, _today: dt.date) -> str:
    return _("not met: %(parts)s") % {"parts": _list_parts(values["parts"])}


def _find_falling(facts: Facts, limit: int) -> Values | None:
    fallen = [part.code for part in PARTS if is_worse(facts.get_rating(part), facts.earlier.get(part.code))]
    return {"parts": fallen, "not_after": facts.rated_since} if len(fallen) >= limit else None


def is_worse(now: str | None, before: str | None) -> bool:
    """Return whether the best possible rating now is below the worst possible rating before, so that neither chance nor
    missing records explain it.
    """
    ends_now, ends_before = (Rating(rating).ends if rating else None for rating in (now, before))
    if ends_now is None or ends_before is None:
        return False
    return ORDER.index(ends_now[1]) > ORDER.index(ends_before[0])


ORDER = (Rating.MET, Rating.PARTLY, Rating.NOT_MET)


def _describe_falling(values: Values, _today: dt.date) -> str:
    return _("worse than the half-year before: %(parts)s") % {"parts": _list_parts(values["parts"])}


def _find_unknown(facts: Facts, limit: int) -> Values | None:
    unknown = [
        indicator.code
        for indicator in INDICATORS
        if facts.ratings.get(indicator.code) == Rating.NOT_ENOUGH_DATA
    ]
    return {"number": len(unknown), "not_after": facts.rated_since} if len(unknown) >= limit else None


def _describe_unknown(values: Values, _today: dt.date) -> str:
    return _("%(number)s of 5 indicators cannot be rated, as records are missing") % {
        "number": values["number"]
    }


def _find_unconfirmed(facts: Facts, limit: int) -> Values | None:
    if facts.unconfirmed < limit:
        return None
    return {"number": facts.unconfirmed, "not_after": facts.unconfirmed_since}


def _describe_unconfirmed(values: Values, _today: dt.date) -> str:
    return ngettext(
        "%(number)s local service or pathway not confirmed for half a year",
        "%(number)s local services or pathways not confirmed for half a year",
        values["number"],
    ) % {"number": values["number"]}


TITLES = {part.code: part.title for part in PARTS}


def _list_parts(codes: Sequence[str]) -> str:
    """Return the first names; further ones as a number."""
    names = [str(TITLES[code]) for code in codes if code in TITLES]
    if len(names) > NAMED:
        rest = len(names) - NAMED + 1
        names = [*names[: NAMED - 1], ngettext("%(number)s more", "%(number)s more", rest) % {"number": rest}]
    return listed(names)


# Most points first, which is also the order on the page of rules and in a community's list.
REASONS: Sequence[Reason] = (
    Reason(
        "no_coordinator", gettext_lazy("No coordinator"), 5, _find_no_coordinator,
        lambda _values, _today: _("no coordinator"),
    ),
    Reason(
        "silent", gettext_lazy("Silence"), 4, _find_silence, _describe_silence,
        gettext_lazy("Days without a team meeting"), 100,
    ),
    Reason(
        "failing", gettext_lazy("Ratings not met"), 3, _find_failing, _describe_failing,
        gettext_lazy("Items not met, of 14"), 2, 14,
    ),
    Reason(
        "survey_overdue", gettext_lazy("Survey overdue"), 3, _find_overdue, _describe_overdue,
        gettext_lazy("Days after the due date"), 1,
    ),
    Reason(
        "falling", gettext_lazy("Falling ratings"), 2, _find_falling, _describe_falling,
        gettext_lazy("Items rated worse than before, of 14"), 1, 14,
    ),
    Reason(
        "unanswered", gettext_lazy("Returned survey without an answer"), 2, _find_unanswered, _describe_unanswered,
        gettext_lazy("Days since you returned it"), 14,
    ),
    Reason(
        "unknown", gettext_lazy("Missing records"), 2, _find_unknown, _describe_unknown,
        gettext_lazy("Indicators that cannot be rated, of 5"), 3, 5,
    ),
    Reason(
        "survey_not_started", gettext_lazy("Survey not started"), 1, _find_not_started, _describe_not_started,
        gettext_lazy("Days before the due date"), 14, is_at_most=True,
    ),
    Reason(
        "lone_coordinator", gettext_lazy("Coordinator without a team"), 1, _find_lone_coordinator,
        lambda _values, _today: _("the coordinator leads alone"),
    ),
    Reason(
        "unconfirmed", gettext_lazy("Local services not confirmed"), 1, _find_unconfirmed, _describe_unconfirmed,
        gettext_lazy("Services and pathways not confirmed for half a year"), 1,
    ),
)  # fmt: skip
BY_CODE: Mapping[str, Reason] = {reason.code: reason for reason in REASONS}
