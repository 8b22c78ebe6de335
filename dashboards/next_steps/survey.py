"""What the half-year survey asks of a coordinator."""

from django.utils.translation import gettext as _

from communities.models import Role
from dashboards.next_steps.facts import Facts, NextStep
from evaluation.models import SubmissionState


def mend_returned(facts: Facts) -> NextStep | None:
    submission = facts.now.submission
    if submission is None or submission.state != SubmissionState.RETURNED or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Your office sent the half-year survey back"),
        _("Read what they ask, change what needs it, and send it again."),
        facts.link("evaluation:survey"),
        _("Open the survey"),
    )


def answer_survey(facts: Facts) -> NextStep | None:
    now = facts.now
    if now.round is None or facts.role < Role.COORDINATOR:
        return None
    if now.is_locked:
        return None
    if now.look_again:
        return NextStep(
            _("A figure changed after you answered"),
            now.look_again.what_changed,
            facts.link("evaluation:survey-question", now.half_year, now.look_again.part.code),
            _("Look at it again"),
        )
    return NextStep(
        _("Look through your half-year survey"),
        _("It filled itself in from your records: %(answered)s of %(asked)s answers are confirmed.")
        % {"answered": now.answered, "asked": now.part_count},
        facts.link("evaluation:survey-question", now.half_year, now.next_part.code)
        if now.next_part
        else facts.link("evaluation:survey-check", now.half_year),
        _("Go on with the survey") if now.answered else _("Start the survey"),
    )
