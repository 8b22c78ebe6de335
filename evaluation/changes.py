"""The feed of what changed: what each app tells of its own rows, as one list; and what this app tells itself."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import communities.changes
import events.changes
import library.changes
import stakeholders.changes
import support.changes
from communities.changes import MOST, Change, Told, changes_of, each, who
from communities.models import Community, Office, Role
from evaluation.models import StepState, SubmissionStep
from residents.models import AwarenessWave
from tfc.half_years import half_year_within

DAYS = 30


def changed_in(community: Community, role: Role, now: dt.datetime | None = None) -> list[Change]:
    """In the community's scope: the last thirty days, fifty entries at most; a constant number of queries."""
    since = (now or timezone.now()) - dt.timedelta(days=DAYS)
    sources = (communities, stakeholders, events, support, library)
    told = [some for one in sources for some in one.changes.of_community(community, role, since)]
    return changes_of([*told, *_of_community(community, since)])


def changed_among(office: Office, now: dt.datetime | None = None) -> list[Change]:
    """In the office's scope, and of nothing that an office may not see."""
    since = (now or timezone.now()) - dt.timedelta(days=DAYS)
    sources = (communities, stakeholders, events, library)
    told = [some for one in sources for some in one.changes.of_office(office, since)]
    return changes_of([*told, _of_office(office, since)])


def _of_community(community: Community, since: dt.datetime) -> list[Told]:
    survey = reverse("evaluation:survey", args=[community.slug])
    steps = SubmissionStep.objects.filter(at__gte=since).select_related("by", "submission__round")
    waves = (
        AwarenessWave.objects.kept()
        .filter(created_at__gte=since, ends_on__gte=timezone.localdate(since))
        .select_related("created_by")
    )
    began = _("%(name)s prepared the survey of residents.")

    def tell_steps(found: Iterable[SubmissionStep]) -> list[Change]:
        return [
            Change(one.at, words % {"name": who(one.by), "half_year": _half_year(one)}, survey, "survey")
            for one in found
            if (words := _step_words(one.state))
        ]

    def tell_wave(one: AwarenessWave) -> Change:
        url = reverse("residents:wave-detail", args=[community.slug, one.pk])
        return Change(one.created_at, began % {"name": who(one.created_by)}, url, "people")

    return [
        Told(steps.order_by("-at", "-pk")[:MOST], tell_steps),
        each(waves.order_by("-created_at", "-pk"), tell_wave),
    ]


def _step_words(state: str) -> str:
    words = {
        StepState.SUBMITTED: _("%(name)s handed in the survey of %(half_year)s."),
        StepState.RETURNED: _("The office returned the survey of %(half_year)s."),
        StepState.ACCEPTED: _("The office accepted the survey of %(half_year)s."),
        StepState.REOPENED: _("The office reopened the survey of %(half_year)s."),
    }
    return words.get(StepState(state), "")


def _of_office(office: Office, since: dt.datetime) -> Told:
    words = {
        StepState.SUBMITTED: _("%(name)s handed in its survey of %(half_year)s."),
        StepState.RETURNED: _("The survey of %(name)s of %(half_year)s was returned."),
        StepState.ACCEPTED: _("The survey of %(name)s of %(half_year)s was accepted."),
        StepState.REOPENED: _("The survey of %(name)s of %(half_year)s was reopened."),
    }
    steps = SubmissionStep.objects.filter(at__gte=since, state__in=list(words))
    return each(
        steps.select_related("community", "submission__round").order_by("-at", "-pk"),
        lambda one: Change(
            one.at,
            words[StepState(one.state)] % {"name": one.community.name, "half_year": _half_year(one)},
            reverse("evaluation:submission-review", args=[office.slug, one.submission_id]),
            "survey",
        ),
    )


def _half_year(step: SubmissionStep) -> str:
    return half_year_within(step.submission.round.half_year)
