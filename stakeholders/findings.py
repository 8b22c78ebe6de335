"""Findings for pages: ranked by weight, paginated, each with its title from the catalogue."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from stakeholders.models import Finding, FindingQuerySet, FindingStatus, VulnerabilityGroup
from stakeholders.research_steps import FINDING_MONTHS, is_fresh
from stakeholders.scale_labels import CONFIDENCE, SEVERITY
from stakeholders.vulnerabilities import Text, Vulnerability
from tfc import keyset
from tfc.dates import add_months
from tfc.query_params import row_number

PAGE_SIZE = 25


@dataclass(frozen=True)
class DisplayedFinding:
    """A finding with the labels of its codes. ``is_old``: it is too old to describe the community today."""

    finding: Finding
    title: Text
    group: Text
    is_old: bool

    @property
    def score(self) -> int:
        return self.finding.severity * self.finding.confidence

    @property
    def severity_means(self) -> Text:
        return SEVERITY[self.finding.severity]

    @property
    def confidence_means(self) -> Text:
        return CONFIDENCE[self.finding.confidence]


def display_finding(
    finding: Finding, catalogue: Mapping[str, Vulnerability], today: dt.date, months: int = FINDING_MONTHS
) -> DisplayedFinding:
    """Return the finding for display; an unknown code is its own title. ``months``: for how long a finding counts."""
    vulnerability = catalogue.get(finding.vulnerability)
    return DisplayedFinding(
        finding=finding,
        title=vulnerability.title if vulnerability else finding.vulnerability,
        group=VulnerabilityGroup(vulnerability.group).label if vulnerability else "",
        is_old=not is_fresh(finding.observed_on, today, months),
    )


def filter_by_text(
    findings: FindingQuerySet, text: str, catalogue: Mapping[str, Vulnerability]
) -> FindingQuerySet:
    """Filter findings whose summary or vulnerability title contains each word of ``text``, in any case."""
    for word in text.split():
        named = [
            code
            for code, vulnerability in catalogue.items()
            if word.casefold() in str(vulnerability.title).casefold()
        ]
        findings = findings.filter(Q(summary__icontains=word) | Q(vulnerability__in=named))
    return findings


def filter_by_group(
    findings: FindingQuerySet, group: str, catalogue: Mapping[str, Vulnerability]
) -> FindingQuerySet:
    return findings.filter(
        vulnerability__in=[code for code, vulnerability in catalogue.items() if vulnerability.group == group]
    )


def filter_by_age(findings: FindingQuerySet, today: dt.date, months: int, *, old: bool) -> FindingQuerySet:
    """Filter findings within the last ``months``, or with ``old`` the older ones."""
    since = add_months(today, -months)
    return findings.filter(observed_on__lt=since) if old else findings.filter(observed_on__gte=since)


def get_finding_counts(today: dt.date, months: int) -> "QuerySet[Any, Any]":
    """Return one row, or none without findings: how many there are, and of the open ones how many were checked and how
    many are old.
    """
    still = Q(status=FindingStatus.OPEN)
    of_town = Finding.objects.not_deleted().order_by().values("community")
    return of_town.annotate(
        total=Count("id"),
        open=Count("id", filter=still),
        checked=Count("id", filter=still & Q(checked_on__isnull=False)),
        old=Count("id", filter=still & Q(observed_on__lt=add_months(today, -months))),
    ).values("total", "open", "checked", "old")


def read_finding_counts(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    return next(iter(rows), dict.fromkeys(("total", "open", "checked", "old"), 0))


@dataclass(frozen=True)
class FindingPage:
    """Up to PAGE_SIZE findings, and the ids from which the next and previous pages begin, if any."""

    rows: list[Finding]
    before: int | None
    after: int | None


def finding_page(
    findings: FindingQuerySet, *, after: str = "", before: str = "", size: int = PAGE_SIZE
) -> FindingPage:
    """Return the page after or before the finding with the id; an invalid id is ignored."""
    ranked = findings.ranked()
    if (mark := _mark(before)) and (
        ahead := keyset.get_page_before(_filter_before(ranked, mark).reverse(), size)
    ).rows:
        return _page(ahead)
    if (mark := _mark(after)) and (
        following := keyset.get_page_after(_filter_after(ranked, mark), size)
    ).rows:
        return _page(following)
    return _page(keyset.from_start(ranked, size))


def _page(page_slice: keyset.Slice[Finding]) -> FindingPage:
    return FindingPage(
        rows=page_slice.rows,
        before=page_slice.rows[0].pk if page_slice.has_previous else None,
        after=page_slice.rows[-1].pk if page_slice.has_next else None,
    )


def _mark(text: str) -> Finding | None:
    """Return the finding at which a page begins, also if it is in the trash by now."""
    number = row_number(text)
    return Finding.objects.ranked().filter(pk=number).first() if number is not None else None


def _filter_after(ranked: FindingQuerySet, mark: Finding) -> Any:
    return ranked.filter(_filter_beyond(mark, "lt"))


def _filter_before(ranked: FindingQuerySet, mark: Finding) -> Any:
    return ranked.filter(_filter_beyond(mark, "gt"))


def _filter_beyond(mark: Finding, way: str) -> Q:
    """Return the condition in the order of ``FindingQuerySet.ranked``: weight, day and id, each descending."""
    same_weight, same_day = Q(weight=mark.weight), Q(observed_on=mark.observed_on)
    return (
        Q(**{f"weight__{way}": mark.weight})
        | same_weight & Q(**{f"observed_on__{way}": mark.observed_on})
        | same_weight & same_day & Q(**{f"id__{way}": mark.pk})
    )
