"""Opening, extending, closing and reopening an office's half-years. In the office's scope."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.places import change_stage
from communities.models import Community, Office, Stage, User
from evaluation.actions.comparisons import refresh_comparisons
from evaluation.actions.public_tables import make_public_tables
from evaluation.models import Round
from tfc.periods import HalfYear

# Later than this after the half-year's end, people no longer remember what happened in it.
LATEST_DUE = timedelta(days=366)


class RoundError(ValidationError):
    """A round cannot be opened or closed like this; ``code`` gives the rule, the message is for the user."""


@transaction.atomic
def open_round(
    *, office: Office, half_year: HalfYear, due_on: date, by: User, starting: Iterable[Community] = ()
) -> Round:
    """Open a round, and move communities to the stage "leadership team" from today on, so that they are asked.

    RoundError: "exists", "not_begun" (a half-year cannot be opened before its first day), "due"; ValidationError of
    `change_stage`.
    """
    if half_year.first_day > timezone.localdate() + timedelta(days=1):
        raise RoundError(_("This half-year has not begun yet."), "not_begun")
    _check_due(half_year, due_on)
    round_, made = Round.objects.get_or_create(
        office=office, half_year=str(half_year), defaults={"due_on": due_on, "opened_at": timezone.now()}
    )
    if not made:
        raise RoundError(_("This half-year is open already."), "exists")
    for community in starting:
        change_stage(
            community=community,
            stage=Stage.LEADERSHIP_TEAM,
            since=timezone.localdate(timezone=community.zone),
            reason=_("It has a coordinator, and the half-year was opened."),
            by=by,
        )
    return round_


@transaction.atomic
def close_round(*, round_id: int, by: User) -> Round:
    """Close a round: nothing can be answered or submitted any more; submitted surveys can still be accepted.
    RoundError: "closed".

    Makes the public tables of communities with accepted surveys, and computes the comparisons for the last time.
    """
    round_ = _lock(round_id)
    if not round_.is_open:
        raise RoundError(_("This was already done."), "closed")
    round_.closed_at = timezone.now()
    round_.save(update_fields=["closed_at"])
    make_public_tables(round_id=round_.pk)
    refresh_comparisons(office_id=round_.office_id, half_year=round_.period)
    return round_


@transaction.atomic
def reopen_round(*, round_id: int, due_on: date, by: User) -> Round:
    """Open a closed round again with a new due date. RoundError: "open", "due"."""
    round_ = _lock(round_id)
    if round_.is_open:
        raise RoundError(_("This half-year is open already."), "open")
    _check_due(round_.period, due_on)
    round_.closed_at, round_.due_on = None, due_on
    round_.save(update_fields=["closed_at", "due_on"])
    return round_


@transaction.atomic
def change_due_date(*, round_id: int, due_on: date, by: User) -> Round:
    """Change the due date of an open round. RoundError: "closed", "due"."""
    round_ = _lock(round_id)
    if not round_.is_open:
        raise RoundError(_("This half-year is closed. Reopen it with a new due date."), "closed")
    _check_due(round_.period, due_on)
    round_.due_on = due_on
    round_.save(update_fields=["due_on"])
    return round_


@transaction.atomic
def undo_reopening(*, round_id: int, closed_at: datetime, due_on: date, by: User) -> Round:
    """Close a reopened round again with its earlier closing time and due date. RoundError: "closed".

    Surveys submitted meanwhile stay submitted and are included in the comparisons.
    """
    round_ = _lock(round_id)
    if not round_.is_open:
        raise RoundError(_("This was already done."), "closed")
    round_.closed_at, round_.due_on = closed_at, due_on
    round_.save(update_fields=["closed_at", "due_on"])
    refresh_comparisons(office_id=round_.office_id, half_year=round_.period)
    return round_


def _lock(round_id: int) -> Round:
    return Round.objects.select_for_update().get(pk=round_id)


def _check_due(half_year: HalfYear, due_on: date) -> None:
    if not half_year.first_day <= due_on <= max(half_year.last_day, timezone.localdate()) + LATEST_DUE:
        raise RoundError(
            _(
                "Choose a day between the first day of the half-year and a year after its end, or a year from now if "
                "it is over."
            ),
            "due",
        )
