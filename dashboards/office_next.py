"""The next step on an office's or the international overview, from the boards."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import TAKES_PART, Community, Office, Stage
from dashboards.next_steps.facts import NextStep
from evaluation.board import Board
from evaluation.figure_queries.round_membership import get_communities_to_start
from evaluation.models import Submission, SubmissionState
from tfc.number_text import number_text
from tfc.periods import HalfYear, half_year_text, half_year_within
from tfc.text.punctuation import join_bracketed, join_title, listed, sentences

Waiting = Iterable[tuple[str, int]]
MakeStep = Callable[[Board], NextStep | None]


def list_waiting_surveys(office: Office) -> "QuerySet[Submission, tuple[str, int]]":
    """Return the half-years with submitted surveys, and how many, oldest first; also of closed half-years."""
    submitted = Submission.objects.filter(office=office, state=SubmissionState.SUBMITTED)
    by_half_year = submitted.order_by("round__half_year").values_list("round__half_year")
    return by_half_year.annotate(waiting=Count("pk"))


def office_next(board: Board, waiting: Waiting) -> NextStep | None:
    """Return the next step of the office's own staff; None for an earlier half-year, which needs no action.

    ``waiting``: of `list_waiting_surveys`.
    """
    if board.is_earlier:
        return None
    review: MakeStep = partial(_review, waiting)
    steps = (_confirm_hotlines, _add_community, review, *STEPS)
    return next(step for step in (make(board) for make in steps) if step is not None)


def _link(board: Board, name: str) -> str:
    return reverse(name, args=[board.office.slug])


def _confirm_hotlines(board: Board) -> NextStep | None:
    if board.office.hotlines_confirmed_on:
        return None
    return NextStep(
        _("Confirm your hotlines"),
        _link(board, "communities:hotlines-edit"),
        _("Check the numbers"),
        _("Every help page of your communities shows these numbers."),
    )


def _add_community(board: Board) -> NextStep | None:
    if board.communities:
        return None
    return NextStep(
        _("Add a community"),
        _link(board, "communities:community-create"),
        _("Add a community"),
        _("Enter its name, time zone and its first coordinator's email address."),
    )


def _review(waiting_by_half_year: Waiting, board: Board) -> NextStep | None:
    """Those of the oldest half-year first; the text names the other half-years."""
    (half_year, waiting), *others = list(waiting_by_half_year) or [("", 0)]
    if not waiting:
        return None
    query = f"?round={half_year}&state={SubmissionState.SUBMITTED.value}"
    accept = ngettext(
        "Accept it, or return it with a reason.", "Accept them, or return them with a reason.", waiting
    )
    is_shown = board.round is not None and board.round.half_year == half_year
    text = accept if is_shown else join_title(half_year_text(half_year), accept)
    more = [join_bracketed(half_year_text(other), number_text(number)) for other, number in others]
    return NextStep(
        ngettext("Review one survey", "Review %(count)s surveys", waiting) % {"count": waiting},
        _link(board, "evaluation:submission-list") + query,
        ngettext("Review it", "Review them", waiting),
        sentences((text, _("Also waiting: %(surveys)s.") % {"surveys": listed(more)} if more else "")),
    )


def _open_round(board: Board) -> NextStep | None:
    if not _may_open(board):
        return None
    ready = _list_communities_to_start(board)
    if not ready and not any(board.by_stage.get(stage) for stage in TAKES_PART):
        # Nobody would get a survey.
        return NextStep(
            _("Wait for a coordinator"),
            _link(board, "communities:office-communities"),
            _("Communities"),
            _(
                "You get an email when a coordinator accepts the invitation. Then you move the community to "
                "leadership team and open the half-year in one step."
            ),
        )
    title = _("Open a half-year")
    if ready:
        title = ngettext(
            "%(name)s has a coordinator: move it to leadership team and open the half-year",
            "Move communities to leadership team and open the half-year",
            len(ready),
        ) % {"name": ready[0].name}
    return NextStep(
        title,
        _link(board, "evaluation:round-open"),
        _("Open a half-year"),
        _("Each community then gets its survey, filled in from its own records."),
    )


def _may_open(board: Board) -> bool:
    """Return True if no round is open and the current half-year has none yet."""
    running = HalfYear.from_day(timezone.localdate())
    return not board.round or not (board.round.is_open or board.round.period >= running)


def _list_communities_to_start(board: Board) -> list[Community]:
    """Return up to two; without a query if every community takes part or is dormant."""
    early = board.by_stage.get(Stage.CANDIDATE, 0) + board.by_stage.get(Stage.AWARENESS, 0)
    return list(get_communities_to_start(board.office.pk)[:2]) if early else []


def _start_community(board: Board) -> NextStep | None:
    """Return the step for a community that got its coordinator after the half-year was opened."""
    ready = _list_communities_to_start(board) if board.round and board.round.is_open else []
    if not ready:
        return None
    community = ready[0]
    return NextStep(
        _("%(name)s has a coordinator: move it to leadership team") % {"name": community.name},
        reverse("communities:stage-change", args=[board.office.slug, community.slug])
        + f"?stage={Stage.LEADERSHIP_TEAM.value}",
        _("Change stage"),
        _("It is asked for the survey from this stage on."),
    )


def _remind(board: Board) -> NextStep | None:
    if not board.round or not board.round.is_open or not board.not_submitted:
        return None
    if timezone.localdate() <= board.round.due_on:
        return None
    return NextStep(
        ngettext(
            "One community has not submitted its survey",
            "%(count)s communities have not submitted their surveys",
            board.not_submitted,
        )
        % {"count": board.not_submitted},
        _link(board, "evaluation:submission-list") + f"?round={board.round.half_year}&state=missing",
        _("Communities"),
        _("It was due on %(day)s. Call them, or extend the deadline.")
        % {"day": date_format(board.round.due_on, "DATE_FORMAT")},
    )


def _look(board: Board) -> NextStep:
    if board.round and board.round.is_open:
        return NextStep(
            _("Nothing to do today"),
            _link(board, "evaluation:office-data-quality"),
            _("Data quality"),
            _("The surveys for %(half_year)s are due on %(day)s.")
            % {
                "half_year": half_year_within(board.round.half_year),
                "day": date_format(board.round.due_on, "DATE_FORMAT"),
            },
        )
    return NextStep(
        _("Report on the closed half-year"),
        _link(board, "reports:office-report-list"),
        _("Reports"),
        _("A report keeps the figures of today. Only you see it until you publish it."),
    )


STEPS: tuple[MakeStep, ...] = (
    _open_round,
    _start_community,
    _remind,
    _look,
)


def international_next(own: Office, boards: Sequence[Board]) -> NextStep | None:
    """Return the step for offices that have not opened the current half-year, else the report over all countries; None
    for an earlier half-year, which needs no action.
    """
    if any(board.is_earlier for board in boards):
        return None
    late = [board for board in boards if _may_open(board)]
    if late:
        names = listed(board.office.name for board in late)
        return NextStep(
            _("Some offices have not opened this half-year"),
            reverse("communities:office-team", args=[late[0].office.slug]),
            _("Offices"),
            _("Ask them to open it: %(offices)s. Until then their communities have no survey.")
            % {"offices": names},
        )
    return NextStep(
        _("Report on all offices"),
        reverse("reports:office-report-list", args=[own.slug]),
        _("Reports"),
        _("The report sums known figures and shows for how many communities they are known."),
    )
