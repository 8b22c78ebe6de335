"""From a receipt's ids to links to the records behind a figure, for their own community.

Links show titles and dates, and of a finding only its vulnerability, since a receipt must not contain findings.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.explanations.research_and_strategies import COUNTED, describe_engagement
from evaluation.explanations.support import WHY_NOT
from evaluation.explanations.words import Details
from evaluation.figure_queries import receipts
from events.models import CampaignStage, Event, TrainingAttendance, TrainingSignUp
from residents.models import AwarenessWave
from stakeholders.catalogue import get_strategy_title
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
    """A link to a record; ``url`` is empty if the record was moved to the trash since."""

    title: str
    note: str
    url: str
    revision: int
    on: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class ReceiptRecords:
    """The records of one kind that a receipt lists, with the revision of each that was counted.

    ``details``: of the figure; for some records they show by id whether they count.
    """

    community: Community
    revisions: Mapping[int, int]
    details: Details = field(default_factory=dict)

    def get_detail_code(self, name: str, identity: int) -> str:
        """Return the code of this record in the details; empty if there is none."""
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
        """Return a link with a note such as “Education · #100”: id and revision identify the
        version that was counted.
        """
        note = " · ".join(filter(None, (str(kind), f"#{identity}")))
        return RecordLink(str(title), note, "" if gone else url, self.revisions[identity], on)


def build_links(
    community: Community, table: str, revisions: Mapping[int, int], details: Details | None = None
) -> list[RecordLink]:
    """Return links to the records that are still in the database; none for kinds of records without a page."""
    make = LINKS.get(table)
    return list(make(ReceiptRecords(community, revisions, details or {}))) if make else []


def _events(listed: ReceiptRecords) -> Iterable[RecordLink]:
    for event in Event.objects.filter(pk__in=listed.revisions).newest_first():
        kind = event.get_kind_display() if event.title else ""
        url = listed.url("events:event-detail", event.pk)
        yield listed.link(event.pk, event, kind, url, event.local_start)


def _attendances(listed: ReceiptRecords) -> Iterable[RecordLink]:
    """Return a link for each attendance; it is about a team member, so only the training is named."""
    rows = TrainingAttendance.objects.filter(pk__in=listed.revisions).select_related("sign_up__training")
    for attendance in rows.order_by("-sign_up__training__local_day", "pk"):
        training = attendance.sign_up.training
        url = listed.url("events:training-detail", training.pk)
        yield listed.link(attendance.pk, training, training.get_topic_display(), url, training.local_day)


def _sign_ups(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = TrainingSignUp.objects.filter(pk__in=listed.revisions).select_related("training")
    for sign_up in rows.order_by("-training__local_day", "pk"):
        url = listed.url("events:training-detail", sign_up.training_id)
        yield listed.link(
            sign_up.pk,
            sign_up.training,
            sign_up.training.get_topic_display(),
            url,
            sign_up.training.local_day,
        )


def _organizations(listed: ReceiptRecords) -> Iterable[RecordLink]:
    """Return the organizations; for item 9 those that count first, each with its status."""

    def status(organization: Organization) -> str:
        return listed.get_detail_code("organizations", organization.pk)

    organizations = Organization.objects.filter(pk__in=listed.revisions).order_by("name")
    for organization in sorted(organizations, key=lambda organization: status(organization) not in COUNTED):
        kind = str(organization.get_sector_display())
        if status(organization):
            kind = f"{describe_engagement(status(organization))} · {kind}"
        yield listed.link(
            organization.pk,
            organization.name,
            kind,
            listed.url("stakeholders:organization-detail", organization.pk),
        )


def _researches(listed: ReceiptRecords) -> Iterable[RecordLink]:
    url = listed.url(PAGES["research"])
    for research in Research.objects.filter(pk__in=listed.revisions).newest_first():
        yield listed.link(
            research.pk, research.question, "", url, research.begun_on, gone=research.deleted_at is not None
        )


def _steps(listed: ReceiptRecords) -> Iterable[RecordLink]:
    for step in ResearchStep.objects.filter(pk__in=listed.revisions).order_by("done_on", "pk"):
        url = listed.url("stakeholders:research-step", step.research_id, step.step)
        gone = step.deleted_at is not None
        yield listed.link(step.pk, step.get_step_display(), "", url, step.done_on, gone=gone)


def _methods(listed: ReceiptRecords) -> Iterable[RecordLink]:
    url = listed.url(PAGES["research"])
    for method in ResearchMethod.objects.filter(pk__in=listed.revisions).order_by("begun_on", "pk"):
        gone = method.deleted_at is not None
        yield listed.link(method.pk, method.get_method_display(), "", url, method.begun_on, gone=gone)


def _findings(listed: ReceiptRecords) -> Iterable[RecordLink]:
    titles = catalogue()
    findings = Finding.objects.filter(pk__in=listed.revisions).only(
        "vulnerability", "observed_on", "deleted_at"
    )
    for finding in findings.order_by("-observed_on", "-pk"):
        catalogue_entry = titles.get(finding.vulnerability)
        title, url = (
            catalogue_entry.title if catalogue_entry else finding.vulnerability,
            listed.url("stakeholders:finding-detail", finding.pk),
        )
        yield listed.link(
            finding.pk, title, "", url, finding.observed_on, gone=finding.deleted_at is not None
        )


def _focuses(listed: ReceiptRecords) -> Iterable[RecordLink]:
    chosen = FocusStakeholder.objects.filter(pk__in=listed.revisions).select_related(
        "organization", "decision"
    )
    for focus in chosen.order_by("pk"):
        sector = focus.get_sector_display() if focus.organization else ""
        gone = focus.deleted_at is not None
        yield listed.link(
            focus.pk, focus, sector, listed.url(PAGES["focus"]), focus.decision.decided_on, gone=gone
        )


def _wins(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = CampaignStage.objects.filter(pk__in=listed.revisions).select_related("campaign")
    for win in rows.order_by("on", "pk"):
        url = listed.url("events:campaign-detail", win.campaign_id)
        gone = win.campaign.deleted_at is not None
        yield listed.link(win.pk, win.campaign.title, win.get_stage_display(), url, win.on, gone=gone)


def _strategies(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = Strategy.objects.filter(pk__in=listed.revisions).select_related("organization")
    for strategy in rows.order_by("organization__name", "pk"):
        gone = strategy.deleted_at is not None
        yield listed.link(
            strategy.pk,
            get_strategy_title(strategy),
            strategy.organization,
            _strategy_url(listed, strategy),
            gone=gone,
        )


def _strategy_steps(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = StrategyStep.objects.filter(pk__in=listed.revisions).select_related("strategy__organization")
    for step in rows.order_by("on", "pk"):
        gone = step.strategy.deleted_at is not None
        url = _strategy_url(listed, step.strategy)
        yield listed.link(
            step.pk, step.get_rung_display(), step.strategy.organization, url, step.on, gone=gone
        )


def _evidence(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = Evidence.objects.filter(pk__in=listed.revisions).select_related("strategy__organization")
    for evidence in rows.order_by("-on", "-pk"):
        gone = evidence.deleted_at is not None or evidence.strategy.deleted_at is not None
        url = _strategy_url(listed, evidence.strategy)
        yield listed.link(
            evidence.pk, evidence.what, evidence.strategy.organization, url, evidence.on, gone=gone
        )


def _assessments(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = StrategyAssessment.objects.filter(pk__in=listed.revisions).select_related("organization")
    for assessment in rows.order_by("on", "pk"):
        url = listed.url("stakeholders:organization-detail", assessment.organization_id)
        yield listed.link(assessment.pk, assessment.organization, "", url, assessment.on)


def _contributions(listed: ReceiptRecords) -> Iterable[RecordLink]:
    url = listed.url("stakeholders:contribution-list")
    for contribution in Contribution.objects.filter(pk__in=listed.revisions).newest_first():
        kind, gone = contribution.get_kind_display(), contribution.deleted_at is not None
        yield listed.link(contribution.pk, contribution.what, kind, url, contribution.received_on, gone=gone)


def _services(listed: ReceiptRecords) -> Iterable[RecordLink]:
    for service in Service.objects.filter(pk__in=listed.revisions).order_by("name", "pk"):
        url, gone = _service_url(listed, service), service.deleted_at is not None
        yield listed.link(service.pk, service.name, service.provider, url, service.confirmed_on, gone=gone)


def _confirmations(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = ServiceConfirmation.objects.filter(pk__in=listed.revisions).select_related("service")
    for confirmation in rows.order_by("-replied_on", "-pk"):
        url, gone = _service_url(listed, confirmation.service), confirmation.service.deleted_at is not None
        kind = (
            confirmation.get_way_display()
            if confirmation.reply == Reply.RIGHT
            else confirmation.get_reply_display()
        )
        yield listed.link(
            confirmation.pk, confirmation.service.name, kind, url, confirmation.replied_on, gone=gone
        )


def _pathways(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = Pathway.objects.filter(pk__in=listed.revisions).select_related("service")
    for pathway in rows.order_by("service__name", "pk"):
        url, gone = _service_url(listed, pathway.service), pathway.deleted_at or pathway.service.deleted_at
        yield listed.link(
            pathway.pk, pathway.service.name, "", url, pathway.contact_trained_on, gone=bool(gone)
        )


def _checks(listed: ReceiptRecords) -> Iterable[RecordLink]:
    rows = PathwayCheck.objects.filter(pk__in=listed.revisions).select_related("service")
    for check in rows.order_by("-on", "-pk"):
        answered = _("answered") if check.answered else _("nobody answered")
        kind = WHY_NOT.get(listed.get_detail_code("calls", check.pk), answered)
        url, gone = _service_url(listed, check.service), check.deleted_at or check.service.deleted_at
        yield listed.link(check.pk, check.service.name, kind, url, check.on, gone=bool(gone))


def _waves(listed: ReceiptRecords) -> Iterable[RecordLink]:
    """Return the waves, never a single answer: answers are only counted, next to their wave."""
    for wave in AwarenessWave.objects.filter(pk__in=listed.revisions).newest_first():
        title, gone = wave.place or wave.get_sampling_display(), wave.deleted_at is not None
        kind = wave.get_sampling_display() if wave.place else ""
        url = listed.url("residents:wave-detail", wave.pk)
        yield listed.link(wave.pk, title, kind, url, wave.starts_on, gone=gone)


def _service_url(listed: ReceiptRecords, service: Service) -> str:
    return listed.url("support:service-detail", service.pk)


def _strategy_url(listed: ReceiptRecords, strategy: Strategy) -> str:
    return listed.url("stakeholders:strategy-detail", strategy.pk)


LINKS: dict[str, Callable[[ReceiptRecords], Iterable[RecordLink]]] = {
    receipts.EVENTS: _events,
    receipts.WINS: _wins,
    receipts.ATTENDANCES: _attendances,
    receipts.SIGN_UPS: _sign_ups,
    receipts.ORGANIZATIONS: _organizations,
    receipts.RESEARCHES: _researches,
    receipts.RESEARCH_STEPS: _steps,
    receipts.METHODS: _methods,
    receipts.FINDINGS: _findings,
    receipts.FOCUSES: _focuses,
    receipts.STRATEGIES: _strategies,
    receipts.STRATEGY_STEPS: _strategy_steps,
    receipts.EVIDENCE: _evidence,
    receipts.ASSESSMENTS: _assessments,
    receipts.CONTRIBUTIONS: _contributions,
    receipts.SERVICES: _services,
    receipts.CONFIRMATIONS: _confirmations,
    receipts.PATHWAYS: _pathways,
    receipts.CHECKS: _checks,
    receipts.WAVES: _waves,
}
