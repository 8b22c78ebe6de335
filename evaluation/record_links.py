"""From a receipt's ids to links: the records behind a figure as their own community opens them.

Titles and dates, and of a finding no more than its vulnerability: a receipt is no place for what was found.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.explanations.help import WHY_NOT
from evaluation.explanations.path import COUNTED, how_it_counts
from evaluation.explanations.words import Details
from evaluation.figure_queries import receipts
from events.models import Event, TrainingAttendance, TrainingSignUp
from residents.models import AwarenessWave
from stakeholders.catalogue import title_of
from stakeholders.models import (
    Contribution,
    Evidence,
    Finding,
    FocusStakeholder,
    Organization,
    Research,
    ResearchMethod,
    ResearchStep,
    Strategy,
    StrategyAssessment,
    StrategyStep,
)
from stakeholders.research_progress import PAGES
from stakeholders.vulnerabilities import catalogue
from support.models import Pathway, PathwayCheck, Reply, Service, ServiceConfirmation


@dataclass(frozen=True)
class RecordLink:
    """``url`` is empty where the record went to the bin since."""

    title: str
    note: str
    url: str
    revision: int
    on: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class Listed:
    """The records of one kind that a receipt lists, with the revision that was counted of each.

    ``details``: of the figure, which tell of some records by their id whether they count.
    """

    community: Community
    revisions: Mapping[int, int]
    details: Details = field(default_factory=dict)

    def told(self, name: str, identity: int) -> str:
        """The code that the details have of this record; empty where they have none."""
        return self.details.get(name, {}).get(str(identity), "")

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.community.slug, *args])

    def link(
        self,
        identity: int,
        title: object,
        kind: object,
        url: str,
        on: dt.datetime | dt.date | None = None,
        *,
        gone: bool = False,
    ) -> RecordLink:
        """With “Education · #100”: number and revision together say which text of a record was counted."""
        note = " · ".join(filter(None, (str(kind), f"#{identity}")))
        return RecordLink(str(title), note, "" if gone else url, self.revisions[identity], on)


def links_of(
    community: Community, table: str, revisions: Mapping[int, int], details: Details | None = None
) -> list[RecordLink]:
    """Those that still stand in the database; empty for kinds of record that have no page."""
    make = LINKS.get(table)
    return list(make(Listed(community, revisions, details or {}))) if make else []


def _events(listed: Listed) -> Iterable[RecordLink]:
    for event in Event.objects.filter(pk__in=listed.revisions).newest_first():
        kind = event.get_kind_display() if event.title else ""
        url = listed.url("events:event-detail", event.pk)
        yield listed.link(event.pk, event, kind, url, event.local_start)


def _attendances(listed: Listed) -> Iterable[RecordLink]:
    """Each is a person of the team, and is told by the training alone."""
    rows = TrainingAttendance.objects.filter(pk__in=listed.revisions).select_related("sign_up__training")
    for one in rows.order_by("-sign_up__training__local_day", "pk"):
        training = one.sign_up.training
        url = listed.url("events:training-detail", training.pk)
        yield listed.link(one.pk, training, training.get_topic_display(), url, training.local_day)


def _sign_ups(listed: Listed) -> Iterable[RecordLink]:
    rows = TrainingSignUp.objects.filter(pk__in=listed.revisions).select_related("training")
    for one in rows.order_by("-training__local_day", "pk"):
        url = listed.url("events:training-detail", one.training_id)
        yield listed.link(one.pk, one.training, one.training.get_topic_display(), url, one.training.local_day)


def _organizations(listed: Listed) -> Iterable[RecordLink]:
    """Of item 9 those that count come first, and each says whether it does."""

    def status(one: Organization) -> str:
        return listed.told("organizations", one.pk)

    found = Organization.objects.filter(pk__in=listed.revisions).order_by("name")
    for one in sorted(found, key=lambda one: status(one) not in COUNTED):
        kind = str(one.get_sector_display())
        if status(one):
            kind = f"{how_it_counts(status(one))} · {kind}"
        yield listed.link(one.pk, one.name, kind, listed.url("activity:organization-detail", one.pk))


def _researches(listed: Listed) -> Iterable[RecordLink]:
    url = listed.url(PAGES["research"])
    for one in Research.objects.filter(pk__in=listed.revisions).newest_first():
        yield listed.link(one.pk, one.question, "", url, one.begun_on, gone=one.deleted_at is not None)


def _steps(listed: Listed) -> Iterable[RecordLink]:
    for one in ResearchStep.objects.filter(pk__in=listed.revisions).order_by("done_on", "pk"):
        url = listed.url("stakeholders:research-step", one.research_id, one.step)
        gone = one.deleted_at is not None
        yield listed.link(one.pk, one.get_step_display(), "", url, one.done_on, gone=gone)


def _methods(listed: Listed) -> Iterable[RecordLink]:
    url = listed.url(PAGES["research"])
    for one in ResearchMethod.objects.filter(pk__in=listed.revisions).order_by("begun_on", "pk"):
        gone = one.deleted_at is not None
        yield listed.link(one.pk, one.get_method_display(), "", url, one.begun_on, gone=gone)


def _findings(listed: Listed) -> Iterable[RecordLink]:
    titles = catalogue()
    found = Finding.objects.filter(pk__in=listed.revisions).only("vulnerability", "observed_on", "deleted_at")
    for one in found.order_by("-observed_on", "-pk"):
        known = titles.get(one.vulnerability)
        title, url = (
            known.title if known else one.vulnerability,
            listed.url("stakeholders:finding-detail", one.pk),
        )
        yield listed.link(one.pk, title, "", url, one.observed_on, gone=one.deleted_at is not None)


def _focuses(listed: Listed) -> Iterable[RecordLink]:
    chosen = FocusStakeholder.objects.filter(pk__in=listed.revisions).select_related(
        "organization", "decision"
    )
    for one in chosen.order_by("pk"):
        sector = one.get_sector_display() if one.organization else ""
        gone = one.deleted_at is not None
        yield listed.link(one.pk, one, sector, listed.url(PAGES["focus"]), one.decision.decided_on, gone=gone)


def _strategies(listed: Listed) -> Iterable[RecordLink]:
    rows = Strategy.objects.filter(pk__in=listed.revisions).select_related("organization")
    for one in rows.order_by("organization__name", "pk"):
        gone = one.deleted_at is not None
        yield listed.link(one.pk, title_of(one), one.organization, _strategy_url(listed, one), gone=gone)


def _rungs(listed: Listed) -> Iterable[RecordLink]:
    rows = StrategyStep.objects.filter(pk__in=listed.revisions).select_related("strategy__organization")
    for one in rows.order_by("on", "pk"):
        gone = one.strategy.deleted_at is not None
        url = _strategy_url(listed, one.strategy)
        yield listed.link(one.pk, one.get_rung_display(), one.strategy.organization, url, one.on, gone=gone)


def _evidence(listed: Listed) -> Iterable[RecordLink]:
    rows = Evidence.objects.filter(pk__in=listed.revisions).select_related("strategy__organization")
    for one in rows.order_by("-on", "-pk"):
        gone = one.deleted_at is not None or one.strategy.deleted_at is not None
        url = _strategy_url(listed, one.strategy)
        yield listed.link(one.pk, one.what, one.strategy.organization, url, one.on, gone=gone)


def _assessments(listed: Listed) -> Iterable[RecordLink]:
    rows = StrategyAssessment.objects.filter(pk__in=listed.revisions).select_related("organization")
    for one in rows.order_by("on", "pk"):
        url = listed.url("activity:organization-detail", one.organization_id)
        yield listed.link(one.pk, one.organization, "", url, one.on)


def _contributions(listed: Listed) -> Iterable[RecordLink]:
    url = listed.url("stakeholders:contribution-list")
    for one in Contribution.objects.filter(pk__in=listed.revisions).newest_first():
        kind, gone = one.get_kind_display(), one.deleted_at is not None
        yield listed.link(one.pk, one.what, kind, url, one.received_on, gone=gone)


def _services(listed: Listed) -> Iterable[RecordLink]:
    for one in Service.objects.filter(pk__in=listed.revisions).order_by("name", "pk"):
        url, gone = _service_url(listed, one), one.deleted_at is not None
        yield listed.link(one.pk, one.name, one.provider, url, one.confirmed_on, gone=gone)


def _confirmations(listed: Listed) -> Iterable[RecordLink]:
    rows = ServiceConfirmation.objects.filter(pk__in=listed.revisions).select_related("service")
    for one in rows.order_by("-replied_on", "-pk"):
        url, gone = _service_url(listed, one.service), one.service.deleted_at is not None
        kind = one.get_way_display() if one.reply == Reply.RIGHT else one.get_reply_display()
        yield listed.link(one.pk, one.service.name, kind, url, one.replied_on, gone=gone)


def _pathways(listed: Listed) -> Iterable[RecordLink]:
    rows = Pathway.objects.filter(pk__in=listed.revisions).select_related("service")
    for one in rows.order_by("service__name", "pk"):
        url, gone = _service_url(listed, one.service), one.deleted_at or one.service.deleted_at
        yield listed.link(one.pk, one.service.name, "", url, one.contact_trained_on, gone=bool(gone))


def _checks(listed: Listed) -> Iterable[RecordLink]:
    rows = PathwayCheck.objects.filter(pk__in=listed.revisions).select_related("service")
    for one in rows.order_by("-on", "-pk"):
        answered = _("somebody answered") if one.answered else _("nobody answered")
        kind = WHY_NOT.get(listed.told("calls", one.pk), answered)
        url, gone = _service_url(listed, one.service), one.deleted_at or one.service.deleted_at
        yield listed.link(one.pk, one.service.name, kind, url, one.on, gone=bool(gone))


def _waves(listed: Listed) -> Iterable[RecordLink]:
    """Never a single answer: those are told in number, beside their wave."""
    for one in AwarenessWave.objects.filter(pk__in=listed.revisions).newest_first():
        title, gone = one.place or one.get_sampling_display(), one.deleted_at is not None
        kind = one.get_sampling_display() if one.place else ""
        url = listed.url("residents:wave-detail", one.pk)
        yield listed.link(one.pk, title, kind, url, one.starts_on, gone=gone)


def _service_url(listed: Listed, service: Service) -> str:
    return listed.url("support:service-detail", service.pk)


def _strategy_url(listed: Listed, strategy: Strategy) -> str:
    return listed.url("events:strategy-detail", strategy.pk)


LINKS: dict[str, Callable[[Listed], Iterable[RecordLink]]] = {
    receipts.EVENTS: _events,
    receipts.ATTENDANCES: _attendances,
    receipts.SIGN_UPS: _sign_ups,
    receipts.ORGANIZATIONS: _organizations,
    receipts.RESEARCHES: _researches,
    receipts.RESEARCH_STEPS: _steps,
    receipts.METHODS: _methods,
    receipts.FINDINGS: _findings,
    receipts.FOCUSES: _focuses,
    receipts.STRATEGIES: _strategies,
    receipts.RUNGS: _rungs,
    receipts.EVIDENCE: _evidence,
    receipts.ASSESSMENTS: _assessments,
    receipts.CONTRIBUTIONS: _contributions,
    receipts.SERVICES: _services,
    receipts.CONFIRMATIONS: _confirmations,
    receipts.PATHWAYS: _pathways,
    receipts.CHECKS: _checks,
    receipts.WAVES: _waves,
}
