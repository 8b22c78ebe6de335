"""What changed in the network and in the research, as sentences (communities/changes.py)."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.changes import MOST, Change, Told, each, gathered, who
from communities.models import Community, Office, Role
from stakeholders.catalogue import said_title, title_of
from stakeholders.focus import title_of as vulnerability_title
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


def of_community(community: Community, role: Role, since: dt.datetime) -> list[Told]:
    """Where a finding was made is for coordinators alone, and is told nobody here."""
    return [
        _organizations(community, since),
        _findings(community, since),
        _methods(community, since),
        _steps(community, since),
        _evidence(community, since),
        _partnerships(community, since),
    ]


def of_office(office: Office, since: dt.datetime) -> list[Told]:
    """What communities showed it."""
    shown = SharedEvidence.objects.filter(shared_at__gte=since, withdrawn_at=None).select_related("community")
    words = _("%(name)s showed evidence: “%(strategy)s”, %(organization)s.")
    return [
        each(
            shown.defer("content").order_by("-shared_at", "-pk"),
            lambda one: Change(
                one.shared_at,
                words
                % {
                    "name": one.community.name,
                    "strategy": said_title(one.strategy_title),
                    "organization": one.organization_name,
                },
                reverse("stakeholders:shared-evidence", args=[office.slug, one.pk]),
                "eye",
            ),
        )
    ]


def _organizations(community: Community, since: dt.datetime) -> Told:
    def one(row: Organization) -> Change:
        words = _("%(name)s added the organization “%(organization)s”.")
        url = reverse("activity:organization-detail", args=[community.slug, row.pk])
        return _change(row.created_at, words, row, "network", url)

    def many(rows: Sequence[Organization]) -> Change:
        words = _("%(name)s added “%(organization)s” and other organizations.")
        url = reverse("stakeholders:organization-list", args=[community.slug])
        return _change(rows[0].created_at, words, rows[0], "network", url)

    def _change(at: dt.datetime, words: str, row: Organization, icon: str, url: str) -> Change:
        return Change(at, words % {"name": who(row.created_by), "organization": row.name}, url, icon)

    rows = Organization.objects.kept().filter(created_at__gte=since).select_related("created_by")
    newest = rows.order_by("-created_at", "-pk")[:MOST]
    return Told(
        newest,
        lambda found: gathered(
            found, lambda row: (row.created_by_id, timezone.localdate(row.created_at)), one, many
        ),
    )


def _findings(community: Community, since: dt.datetime) -> Told:
    """Whenever it was observed: research is written down at its end."""
    known = catalogue()
    words = _("%(name)s added a finding: %(vulnerability)s.")
    rows = Finding.objects.kept().filter(created_at__gte=since).select_related("created_by")
    return each(
        rows.order_by("-created_at", "-pk"),
        lambda one: Change(
            one.created_at,
            words
            % {"name": who(one.created_by), "vulnerability": vulnerability_title(one.vulnerability, known)},
            reverse("stakeholders:finding-detail", args=[community.slug, one.pk]),
            "research",
        ),
    )


def _methods(community: Community, since: dt.datetime) -> Told:
    words = _("%(name)s recorded research: %(method)s.")
    rows = ResearchMethod.objects.filter(deleted_at=None, created_at__gte=since).select_related("created_by")
    return each(
        rows.order_by("-created_at", "-pk"),
        lambda one: Change(
            one.created_at,
            words % {"name": who(one.created_by), "method": one.get_method_display()},
            reverse("events:research", args=[community.slug]),
            "research",
        ),
    )


def _steps(community: Community, since: dt.datetime) -> Told:
    words = _("%(name)s moved the strategy “%(strategy)s” of %(organization)s to: %(rung)s.")
    rows = StrategyStep.objects.filter(
        at__gte=since, on__gte=timezone.localdate(since), strategy__deleted_at=None
    )
    return each(
        rows.select_related("by", "strategy__organization").order_by("-at", "-pk"),
        lambda one: Change(
            one.at,
            words
            % {
                "name": who(one.by),
                "strategy": title_of(one.strategy),
                "organization": one.strategy.organization.name,
                "rung": one.get_rung_display(),
            },
            reverse("events:strategy-detail", args=[community.slug, one.strategy_id]),
            "check",
        ),
    )


def _evidence(community: Community, since: dt.datetime) -> Told:
    words = _("%(name)s added what shows that “%(strategy)s” of %(organization)s is in practice.")
    rows = Evidence.objects.kept().filter(
        created_at__gte=since, on__gte=timezone.localdate(since), strategy__deleted_at=None
    )
    return each(
        rows.select_related("created_by", "strategy__organization").order_by("-created_at", "-pk"),
        lambda one: Change(
            one.created_at,
            words
            % {
                "name": who(one.created_by),
                "strategy": title_of(one.strategy),
                "organization": one.strategy.organization.name,
            },
            reverse("events:strategy-detail", args=[community.slug, one.strategy_id]),
            "check",
        ),
    )


def _partnerships(community: Community, since: dt.datetime) -> Told:
    words = _("%(name)s added the partnership “%(partnership)s”.")
    rows = (
        Partnership.objects.kept()
        .filter(created_at__gte=since, starts_on__gte=timezone.localdate(since))
        .select_related("created_by")
    )
    return each(
        rows.order_by("-created_at", "-pk"),
        lambda one: Change(
            one.created_at,
            words % {"name": who(one.created_by), "partnership": one.name},
            reverse("stakeholders:partnership-list", args=[community.slug]),
            "office",
        ),
    )
