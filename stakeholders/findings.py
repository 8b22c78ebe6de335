"""Findings as pages show them: the weightiest first, page by page, each with its name from the catalogue."""

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

PAGE_SIZE = 50


@dataclass(frozen=True)
class DisplayedFinding:
    """A finding with what its codes mean. ``is_old``: it no longer says how the town is."""

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
    """A code that the catalogue does not know stands for itself. ``months``: for how long a finding counts."""
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
    """The summary or the vulnerability's title holds each word of ``text``, whatever the case."""
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
    """Those that still tell how the town is, or those that no longer do."""
    since = add_months(today, -months)
    return findings.filter(observed_on__lt=since) if old else findings.filter(observed_on__gte=since)


def get_finding_counts(today: dt.date, months: int) -> "QuerySet[Any, Any]":
    """In one row, or none where there are none: how many findings there are, and of those that still hold how many were
    checked and how many are old."""
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
    """Up to PAGE_SIZE findings, and the ids from which the pages around begin, if there are any."""

    rows: list[Finding]
    before: int | None
    after: int | None


def finding_page(
    findings: FindingQuerySet, *, after: str = "", before: str = "", size: int = PAGE_SIZE
) -> FindingPage:
    """The page that follows, or comes ahead of, the finding with the id; an id that is none is left out."""
    ranked = findings.ranked()
    if (mark := _mark(before)) and (
        ahead := keyset.before(_filter_before(ranked, mark).reverse(), size)
    ).rows:
        return _page(ahead)
    if (mark := _mark(after)) and (following := keyset.after(_filter_after(ranked, mark), size)).rows:
        return _page(following)
    return _page(keyset.from_start(ranked, size))


def _page(page_slice: keyset.Slice[Finding]) -> FindingPage:
    return FindingPage(
        rows=page_slice.rows,
        before=page_slice.rows[0].pk if page_slice.has_previous else None,
        after=page_slice.rows[-1].pk if page_slice.has_next else None,
    )


def _mark(text: str) -> Finding | None:
    """The row that a page begins beside; it may be in the bin by now, and still marks the place."""
    number = row_number(text)
    return Finding.objects.ranked().filter(pk=number).first() if number is not None else None


def _filter_after(ranked: FindingQuerySet, mark: Finding) -> Any:
    return ranked.filter(_beyond(mark, "lt"))


def _filter_before(ranked: FindingQuerySet, mark: Finding) -> Any:
    return ranked.filter(_beyond(mark, "gt"))


def _beyond(mark: Finding, way: str) -> Q:
    """The order of ``FindingQuerySet.ranked``: by weight, day and id, each from the highest down."""
    same_weight, same_day = Q(weight=mark.weight), Q(observed_on=mark.observed_on)
    return (
        Q(**{f"weight__{way}": mark.weight})
        | same_weight & Q(**{f"observed_on__{way}": mark.observed_on})
        | same_weight & same_day & Q(**{f"id__{way}": mark.pk})
    )
