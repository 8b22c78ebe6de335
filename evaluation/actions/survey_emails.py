"""The emails about a survey's steps; they contain a link and no figure, because other people may read a mailbox."""

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.actions.notices import remind_soon
from communities.mail import post_on_commit, post_to_staff_on_commit
from communities.models import Community, Membership, Role, User
from evaluation.instrument import Part
from evaluation.models import Submission, SubmissionState


def email_staff(submission: Submission, community: Community) -> None:
    """Once the step is committed, email the staff of the community's office that a survey was submitted."""
    path = reverse("evaluation:submission-review", args=[community.office.slug, submission.pk])

    def write() -> tuple[str, str]:
        names = {"community": community.name, "half_year": submission.round.half_year}
        return (
            _("%(community)s submitted its survey for %(half_year)s") % names,
            _("Review the half-year survey of %(community)s for %(half_year)s:") % names,
        )

    post_to_staff_on_commit(community, path, write)


def email_coordinators(submission: Submission) -> None:
    """Once the step is committed, email the coordinators that their survey was returned or accepted."""
    community = submission.community
    path = reverse("evaluation:survey-round", args=[community.slug, submission.round.half_year])

    def write() -> tuple[str, str]:
        names = {"community": community.name, "half_year": submission.round.half_year}
        if submission.state == SubmissionState.ACCEPTED:
            return (
                _("The survey of %(community)s for %(half_year)s was accepted") % names,
                _("Your office accepted the half-year survey. Thank you! Read it here:"),
            )
        return (
            _("Your office returned the survey of %(community)s for %(half_year)s") % names,
            _("Your office returned the half-year survey. Read the reason here:"),
        )

    post_on_commit(_get_coordinators(community), community.letters_in, path, write)


def email_remark(submission: Submission, part: Part) -> None:
    """Once the remark is committed, email the coordinators a link to it, where they can answer."""
    community, half_year = submission.community, submission.round.half_year
    path = reverse("evaluation:survey-question", args=[community.slug, half_year, part.code])

    def write() -> tuple[str, str]:
        names = {"community": community.name, "half_year": half_year, "label": part.label}
        return (
            _("Your office left a remark on the survey of %(community)s for %(half_year)s") % names,
            _("Your office has a remark on question %(label)s. Read it and answer here:") % names,
        )

    post_on_commit(_get_coordinators(community), community.letters_in, f"{path}#remarks", write)
    remind_soon(community.pk)


def email_answer(submission: Submission, community: Community, part: Part) -> None:
    """Once it is committed, email the staff that a coordinator answered a remark."""
    path = reverse("evaluation:submission-remarks", args=[community.office.slug, submission.pk, part.code])

    def write() -> tuple[str, str]:
        names = {"community": community.name, "half_year": submission.round.half_year, "label": part.label}
        return (
            _("%(community)s answered a remark on its survey for %(half_year)s") % names,
            _("%(community)s answered your remark on question %(label)s. Read the answer here:") % names,
        )

    post_to_staff_on_commit(community, path, write)


def _get_coordinators(community: Community) -> list[User]:
    members = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
    return [membership.user for membership in members.filter(user__is_active=True).select_related("user")]
