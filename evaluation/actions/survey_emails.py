"""The emails about a survey's steps; they contain a link and no figure, because other people may read a mailbox."""

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.mail import post_on_commit, post_to_staff_on_commit
from communities.models import Community, Membership, Role
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
    members = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
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

    users = [membership.user for membership in members.filter(user__is_active=True).select_related("user")]
    post_on_commit(users, community.letters_in, path, write)
