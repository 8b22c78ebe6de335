"""Changes in the network and in the research, as sentences (communities/changes.py)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import (
    Change,
    ChangeSource,
    build_change_source,
    build_recording_source,
    describe_added,
    get_user_name,
)
from communities.models import Community, Office, Role
from stakeholders.catalogue import get_strategy_title, translate_title
from stakeholders.focus import get_vulnerability_title as vulnerability_title
from stakeholders.models import (
    Evidence,
    Finding,
    Organization,
    Partnership,
    ResearchMethod,
    SharedEvidence,
    StrategyStep,
)
from stakeholders.vulnerabilities import catalogue


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    """Return the changes in a community. Locations of findings are for coordinators alone and never appear here."""
    return [
        _organizations(community, since),
        _findings(community, since),
        _methods(community, since),
        _steps(community, since),
        _evidence(community, since),
        _partnerships(community, since),
    ]


def get_office_changes(office: Office, since: dt.datetime) -> list[ChangeSource]:
    """Return the evidence that communities shared with the office."""
    shown = SharedEvidence.objects.filter(shared_at__gte=since, withdrawn_at=None).select_related("community")
    message = _("%(name)s showed evidence: “%(strategy)s”, %(organization)s.")
    return [
        build_change_source(
            shown.defer("content").order_by("-shared_at", "-pk"),
            lambda shared_evidence: Change(
                shared_evidence.shared_at,
                message
                % {
                    "name": shared_evidence.community.name,
                    "strategy": translate_title(shared_evidence.strategy_title),
                    "organization": shared_evidence.organization_name,
                },
                reverse("stakeholders:shared-evidence", args=[office.slug, shared_evidence.pk]),
                "eye",
            ),
        )
    ]


def _organizations(community: Community, since: dt.datetime) -> ChangeSource:
    def describe(row: Organization) -> Change:
        url = reverse("stakeholders:organization-detail", args=[community.slug, row.pk])
        text = describe_added(get_user_name(row.created_by), _("Organization"), row.name)
        return Change(row.created_at, text, url, "network")

    url = reverse("stakeholders:organization-list", args=[community.slug])
    return build_recording_source(Organization.objects.not_deleted(), since, describe, url)


def _findings(community: Community, since: dt.datetime) -> ChangeSource:
    """Return the new findings by the time of recording, since research is recorded at its end."""
    vulnerabilities = catalogue()
    rows = Finding.objects.not_deleted().filter(created_at__gte=since).select_related("created_by")
    return build_change_source(
        rows.order_by("-created_at", "-pk"),
        lambda finding: Change(
            finding.created_at,
            describe_added(
                get_user_name(finding.created_by),
                _("Finding"),
                vulnerability_title(finding.vulnerability, vulnerabilities),
            ),
            reverse("stakeholders:finding-detail", args=[community.slug, finding.pk]),
            "research",
        ),
    )


def _methods(community: Community, since: dt.datetime) -> ChangeSource:
    message = _("%(name)s recorded research: %(method)s.")
    rows = ResearchMethod.objects.filter(deleted_at=None, created_at__gte=since).select_related("created_by")
    return build_change_source(
        rows.order_by("-created_at", "-pk"),
        lambda method: Change(
            method.created_at,
            message % {"name": get_user_name(method.created_by), "method": method.get_method_display()},
            reverse("stakeholders:research", args=[community.slug]),
            "research",
        ),
    )


def _steps(community: Community, since: dt.datetime) -> ChangeSource:
    message = _("%(name)s moved the strategy “%(strategy)s” of %(organization)s to: %(rung)s.")
    rows = StrategyStep.objects.filter(
        at__gte=since, on__gte=timezone.localdate(since), strategy__deleted_at=None
    )
    return build_change_source(
        rows.select_related("by", "strategy__organization").order_by("-at", "-pk"),
        lambda step: Change(
            step.at,
            message
            % {
                "name": get_user_name(step.by),
                "strategy": get_strategy_title(step.strategy),
                "organization": step.strategy.organization.name,
                "rung": step.get_rung_display(),
            },
            reverse("stakeholders:strategy-detail", args=[community.slug, step.strategy_id]),
            "check",
        ),
    )


def _evidence(community: Community, since: dt.datetime) -> ChangeSource:
    message = _("%(name)s added evidence for “%(strategy)s” of %(organization)s.")
    rows = Evidence.objects.not_deleted().filter(
        created_at__gte=since, on__gte=timezone.localdate(since), strategy__deleted_at=None
    )
    return build_change_source(
        rows.select_related("created_by", "strategy__organization").order_by("-created_at", "-pk"),
        lambda evidence: Change(
            evidence.created_at,
            message
            % {
                "name": get_user_name(evidence.created_by),
                "strategy": get_strategy_title(evidence.strategy),
                "organization": evidence.strategy.organization.name,
            },
            reverse("stakeholders:strategy-detail", args=[community.slug, evidence.strategy_id]),
            "check",
        ),
    )


def _partnerships(community: Community, since: dt.datetime) -> ChangeSource:
    rows = (
        Partnership.objects.not_deleted()
        .filter(created_at__gte=since, starts_on__gte=timezone.localdate(since))
        .select_related("created_by")
    )
    return build_change_source(
        rows.order_by("-created_at", "-pk"),
        lambda partnership: Change(
            partnership.created_at,
            describe_added(
                get_user_name(partnership.created_by), partnership.get_kind_display(), partnership.name
            ),
            reverse("stakeholders:partnership-list", args=[community.slug]),
            "office",
        ),
    )
