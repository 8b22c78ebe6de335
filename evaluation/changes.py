"""Recent changes in half-year surveys, for the activity feed."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.changes import MOST, Change, ChangeSource, build_change_source, get_user_name
from communities.models import Community, Office, Role
from evaluation.models import StepState, SubmissionStep
from tfc.periods import half_year_within


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    survey = reverse("evaluation:survey", args=[community.slug])
    steps = SubmissionStep.objects.filter(at__gte=since).select_related("by", "submission__round")

    def tell_steps(recent_steps: Iterable[SubmissionStep]) -> list[Change]:
        return [
            Change(
                step.at,
                sentence % {"name": _get_subject(step, community), "half_year": _half_year(step)},
                survey,
                "survey",
            )
            for step in recent_steps
            if (sentence := _step_words(step.state))
        ]

    return [ChangeSource(steps.order_by("-at", "-pk")[:MOST], tell_steps)]


def _get_subject(step: SubmissionStep, community: Community) -> str:
    return get_user_name(step.by) if step.state == StepState.SUBMITTED else community.name


def _step_words(state: str) -> str:
    sentences = {
        StepState.SUBMITTED: _("%(name)s submitted the survey of %(half_year)s."),
        StepState.RETURNED: _("The survey of %(name)s of %(half_year)s was returned."),
        StepState.ACCEPTED: _("The survey of %(name)s of %(half_year)s was accepted."),
        StepState.REOPENED: _("The survey of %(name)s of %(half_year)s was reopened."),
        StepState.REMARK: _("The office left a remark on the survey of %(half_year)s."),
    }
    return sentences.get(StepState(state), "")


def get_office_changes(office: Office, since: dt.datetime) -> list[ChangeSource]:
    sentences = {
        StepState.SUBMITTED: _("%(name)s submitted the survey of %(half_year)s."),
        StepState.RETURNED: _("The survey of %(name)s of %(half_year)s was returned."),
        StepState.ACCEPTED: _("The survey of %(name)s of %(half_year)s was accepted."),
        StepState.REOPENED: _("The survey of %(name)s of %(half_year)s was reopened."),
        StepState.REPLY: _("%(name)s answered a remark on the survey of %(half_year)s."),
    }
    steps = SubmissionStep.objects.filter(at__gte=since, state__in=list(sentences))

    def tell_step(step: SubmissionStep) -> Change:
        named = {"name": step.community.name, "half_year": _half_year(step)}
        url = reverse("evaluation:submission-review", args=[office.slug, step.submission_id])
        return Change(step.at, sentences[StepState(step.state)] % named, url, "survey")

    newest = steps.select_related("community", "submission__round").order_by("-at", "-pk")
    return [build_change_source(newest, tell_step)]


def _half_year(step: SubmissionStep) -> str:
    return half_year_within(step.submission.round.half_year)
