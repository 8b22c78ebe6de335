"""The content of a briefing, as plain data in its language, for the page and the PDF.

Location notes are in a table that nothing here reads, and counts of people pass the guard for the public.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Community
from stakeholders.briefings import capacity
from stakeholders.catalogue import get_offered_strategies
from stakeholders.models import Audience, Briefing, Finding, FindingStatus, Sector
from stakeholders.scale_labels import CONFIDENCE, SEVERITY
from stakeholders.vulnerabilities import Text, Vulnerability, catalogue
from tfc.disclosure import Reader, show_count

# The sectors whose strategies could answer the findings, by the audience that can decide them.
SECTOR_OF = {
    Audience.MAYOR: Sector.LOCAL_LEGISLATURES,
    Audience.SCHOOL_BOARD: Sector.SCHOOLS,
    Audience.POLICE: Sector.LAW_ENFORCEMENT,
}
# Values that differ between two snapshots of the same text.
MOMENT = ("made_at", "made_text")


def get_current_snapshot(briefing: Briefing, community: Community, made_at: datetime) -> dict[str, Any]:
    """Return the present content in the language of the briefing, without deleted or withdrawn findings."""
    with translation.override(briefing.language):
        still = Finding.objects.not_deleted().exclude(status=FindingStatus.WITHDRAWN)
        chosen = still.filter(pk__in=briefing.chosen.values("finding")).ranked()[: capacity.FINDINGS]
        return make_snapshot(briefing, community, list(chosen), catalogue(), made_at)


def make_snapshot(
    briefing: Briefing,
    community: Community,
    findings: Sequence[Finding],
    vulnerabilities: Mapping[str, Vulnerability],
    made_at: datetime,
) -> dict[str, Any]:
    """Return the content in the active language."""
    office = community.office
    return {
        "version": 2,
        "language": briefing.language,
        "title": briefing.title,
        "audience_text": str(Audience(briefing.audience).label),
        "community": community.name,
        "where": ", ".join(part for part in _describe_place(community) if part),
        "office": office.name,
        "country": office.country,
        "hotline": office.hotline,
        "opening": capacity.paragraphs(briefing.opening),
        "findings": [_finding(finding, vulnerabilities) for finding in findings],
        "strategies": _strategies(briefing.audience),
        "asks": capacity.paragraphs(briefing.asks),
        "made_at": made_at.isoformat(timespec="seconds"),
        "made_text": date_format(timezone.localtime(made_at, community.zone).date()),
        "headings": headings(),
    }


def _describe_place(community: Community) -> tuple[str, ...]:
    """Return name and place; the city is left out if the team has its name."""
    city = "" if community.city == community.name else community.city
    return community.name, city, community.region


def digest(snapshot: Mapping[str, Any]) -> str:
    """Return the same digest for the same text, whenever it was read, so that the PDF has the text that the page
    showed.
    """
    text = {name: value for name, value in snapshot.items() if name not in MOMENT}
    return hashlib.sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()


def get_typed_texts(snapshot: Mapping[str, Any]) -> list[str]:
    """Return all texts that people typed and that will be published."""
    summaries = [finding["summary"] for finding in snapshot["findings"]]
    return [snapshot["title"], *snapshot["opening"], *summaries, *snapshot["asks"]]


def _finding(finding: Finding, vulnerabilities: Mapping[str, Vulnerability]) -> dict[str, Any]:
    vulnerability = vulnerabilities.get(finding.vulnerability)
    summary = capacity.shorten_paragraph(finding.summary, capacity.SUMMARY)
    return {
        "title": str(vulnerability.title) if vulnerability else finding.vulnerability,
        "summary": summary,
        "is_cut": summary != " ".join(finding.summary.split()),
        "severity_text": _level(finding.severity, SEVERITY),
        "confidence_text": _level(finding.confidence, CONFIDENCE),
        "affected_text": " · ".join(finding.affected_names),
        "method_text": str(finding.get_method_display()),
        "observed_text": date_format(finding.observed_on),
        "checked_text": _format_check_day(finding.checked_on),
        "status_text": str(finding.get_status_display()) if finding.status == FindingStatus.EASED else "",
        "people_text": show_count(finding.people_heard, Reader.PUBLIC).text,
    }


def _level(number: int, meanings: Mapping[int, Text]) -> str:
    return f"{number}/{max(meanings)} · {meanings[number]}"


def _format_check_day(day: date | None) -> str:
    if day is None:
        return _("Not yet checked with the community")
    return _("Checked with the community on %(day)s") % {"day": date_format(day)}


def _strategies(audience: str) -> list[str]:
    sector = SECTOR_OF.get(Audience(audience))
    offered_strategies = [
        strategy
        for offered_sector, strategies in get_offered_strategies()
        if offered_sector == sector
        for strategy in strategies
    ]
    return [str(strategy.title) for strategy in offered_strategies[: capacity.STRATEGIES]]


def headings() -> dict[str, str]:
    return {
        "briefing": _("Briefing"),
        "for_whom": _("For"),
        "opening": _("Why we write to you"),
        "findings": _("What we found"),
        "severity": _("Severity"),
        "confidence": _("Confidence"),
        "affected": _("Who is affected"),
        "learned": _("How we learned of it"),
        "people": _("Who told us"),
        "strategies": _("What you could do about it"),
        "asks": _("What we ask of you"),
        "contact": _("Who we are"),
        "team": _("A team of neighbors who work to end human trafficking in our town, together with"),
        "hotline": _("Help and advice at any hour"),
        "page": _("Page"),
    }
