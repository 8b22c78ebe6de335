"""The contents of target pages: list rows, one target with its chart, table and sources; a grant's deliverables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from charts import ReachedStep, plan_chart
from communities.community_pager import PAGE
from communities.models import Community, Measure, Office, Target
from evaluation.deliverables import follow_deliverables
from evaluation.measures.measured import Number, exact, sure
from evaluation.target_points import Point
from evaluation.targets import TargetProgress, get_status, get_target_part, get_target_unit
from evaluation.wording import overrides_text
from events.models import EventKind
from reports.target_texts import (
    amount_text,
    describe_coverage,
    describe_measure,
    describe_planned_value,
    describe_progress,
    describe_rule,
    describe_scope,
    describe_value,
    format_point_day,
    get_status_sentence,
    get_target_title,
    is_too_close,
    point_text,
    reason_text,
)
from stakeholders.grant_words import describe_deliverable
from stakeholders.models import Deliverable, Grant
from tfc.charts import Chart
from tfc.periods import HalfYear, half_year_within
from tfc.text.punctuation import end_sentence, join_bracketed, join_title, sentences

# Steps below a chart, and fingerprints of figures.
MOST = PAGE + 1


@dataclass(frozen=True)
class TargetRow:
    target: Target
    url: str
    title: str
    about: str
    reached: str
    sentence: str
    standing: str


def build_row(followed: TargetProgress, url: str) -> TargetRow:
    return TargetRow(
        target=followed.target,
        url=url,
        title=get_target_title(followed.target),
        about=describe_scope(followed.target),
        reached=describe_value(followed) if followed.latest else "",
        sentence=get_status_sentence(followed),
        standing="too_close" if is_too_close(followed.verdict) else get_status(followed),
    )


@dataclass(frozen=True)
class StepRow:
    """One row below the chart. ``links``: text and URL of its sources."""

    when: str
    planned: str
    reached: str
    note: str
    links: Sequence[tuple[str, str]]


def get_amounts(version: Target) -> tuple[Target, str, str]:
    """Return one version with its baseline and goal in words."""
    amounts = (version.baseline_value, version.goal_value)
    base, goal = (amount_text(sure(exact(amount)), get_target_unit(version)) for amount in amounts)
    return version, base, goal


def build_detail(followed: TargetProgress, office: Office, community: Community | None) -> dict[str, Any]:
    """Return the context of a target's page. ``community``: the reader's, None for the office."""
    target = followed.target
    followed = replace(followed, points=_thin_out(followed.points))
    names = _names(followed)
    behind = [_links(target, point, office, community, names) for point in followed.points]
    rows = [
        StepRow(
            when=names[point.community_id].name if point.community_id in names else format_point_day(point),
            planned=describe_planned_value(followed, point.day),
            reached=point_text(point, followed.unit),
            note=_note(point),
            links=links,
        )
        for point, links in zip(followed.points, behind, strict=True)
    ]
    return {
        "target": target,
        "row": build_row(followed, ""),
        "chart": _chart(followed, rows, community.name if community else office.name)
        if followed.points
        else None,
        "steps": rows,
        # The baseline of a target over all communities is a sum, which only the office sees.
        "shows_start": community is None or target.community_id is not None,
        "base": amount_text(followed.plan.base, followed.unit),
        "receipt": _receipt(target, office, community),
        "rule": describe_rule(target.measure),
        "counts_new": target.measure != Measure.PART,
    }


def _thin_out(points: Sequence[Point]) -> Sequence[Point]:
    """Return the last day of each half-year if there are many."""
    return (
        list({HalfYear.from_day(point.day): point for point in points}.values())
        if len(points) > MOST
        else points
    )


def _names(followed: TargetProgress) -> Mapping[int | None, Community]:
    ids = {point.community_id for point in followed.points if point.community_id}
    return {community.pk: community for community in Community.objects.filter(pk__in=ids)} if ids else {}


def _note(point: Point) -> str:
    if point.community_id:
        return format_point_day(point)
    return sentences((describe_coverage(point), reason_text(point.reason) if point.lower is None else ""))


def _links(
    target: Target,
    point: Point,
    office: Office,
    community: Community | None,
    names: Mapping[int | None, Community],
) -> list[tuple[str, str]]:
    if point.community_id in names:
        town = names[point.community_id]
        return [(_("Community"), reverse("dashboards:office-community", args=[office.slug, town.slug]))]
    if target.measure == Measure.OASIS_EVENTS:
        achievements = reverse("dashboards:office-achievements", args=[office.slug])
        return [
            (_("Events of the office"), reverse("events:office-event-list", args=[office.slug])),
            (_("By community"), achievements),
        ]
    half_year = str(point.half_year)
    url = _receipt_url(target, half_year, office, community)
    if not url or not point.expected_count:
        return []
    if community is not None:
        return [(_("Receipt"), url), *_events(target, half_year, community)]
    return [(_("Receipt") if target.community else _("By community"), url)]


def _receipt_url(target: Target, half_year: str, office: Office, community: Community | None) -> str:
    """Return the URL of the half-year's receipt, of a figure or of the sum over all communities; "" for a count of
    communities, which is not a figure.
    """
    part = get_target_part(target)
    if part is None:
        return ""
    if community is not None:
        return reverse("evaluation:figure-receipt", args=[community.slug, half_year, part.code])
    if target.community:
        where = [office.slug, target.community.slug, half_year, part.code]
        return reverse("evaluation:office-figure-receipt", args=where)
    page = reverse("dashboards:office-part", args=[office.slug, part.code])
    return f"{page}?{urlencode({'round': half_year, 'receipt': part.code})}#sum-receipt"


def _events(target: Target, half_year: str, community: Community) -> list[tuple[str, str]]:
    if target.measure not in (Measure.EVENTS, Measure.PEOPLE):
        return []
    kind = target.code if target.measure == Measure.EVENTS else EventKind.STAKEHOLDER_TRAINING.value
    narrowed = {"half_year": half_year, "kind": kind, "status": "held"}
    page = reverse("events:event-list", args=[community.slug])
    label = _("Trainings") if target.measure == Measure.PEOPLE else _("Events")
    return [(label, f"{page}?{urlencode(narrowed)}")]


def _chart(followed: TargetProgress, rows: Sequence[StepRow], whose: str) -> Chart:
    reached = [
        ReachedStep(
            day=point.day,
            value=_plain(point.lower if point.value is None else point.value),
            lower=_plain(point.lower),
            upper=_plain(point.upper),
            title=join_title(row.when, row.reached),
            url=row.links[0][1] if row.links else "",
        )
        for point, row in zip(followed.points, rows, strict=True)
    ]
    description = _("%(title)s. %(sentence)s Reached: %(reached)s.") % {
        "title": get_target_title(followed.target),
        "sentence": get_status_sentence(followed),
        "reached": describe_value(followed),
    }
    return plan_chart(
        "plan",
        get_target_title(followed.target),
        followed.plan,
        reached,
        timezone.localdate(),
        unit=followed.unit,
        description=description,
        source=whose,
        headers=[_("When"), _("Planned"), _("Reached")],
        rows=[[row.when, row.planned, row.reached] for row in rows],
    )


def _plain(number: Number | None) -> float | None:
    return None if number is None else float(number)


def _receipt(target: Target, office: Office, community: Community | None) -> dict[str, Any] | None:
    """Return the receipt of a computed baseline."""
    receipt = target.baseline_receipt
    if not receipt:
        return None
    return {
        "url": _receipt_url(target, receipt["half_year"], office, community),
        "half_year": half_year_within(receipt["half_year"]),
        "known_count": receipt["known_count"],
        "community_count": receipt["community_count"],
        "overrides": end_sentence(overrides_text(receipt.get("overridden", 0))),
        "hashes": [receipt_hash[:12] for _community, receipt_hash in receipt["figures"][:MOST]],
        "more": max(len(receipt["figures"]) - MOST, 0),
    }


@dataclass(frozen=True)
class DeliverableRow:
    """``counted``: by what it is followed. ``progress``: text such as "12 of 60, behind plan by 8"."""

    title: str
    planned: str
    url: str
    counted: str
    progress: str = ""


def build_deliverable_rows(grant: Grant, deliverables: Sequence[Deliverable]) -> list[DeliverableRow]:
    followed = follow_deliverables(deliverables)
    return [_build_row(grant, deliverable, followed.get(deliverable.pk)) for deliverable in deliverables]


def _build_row(grant: Grant, deliverable: Deliverable, followed: TargetProgress | None) -> DeliverableRow:
    url = reverse("dashboards:deliverable-edit", args=[grant.office.slug, grant.pk, deliverable.pk])
    title, planned = deliverable.title, describe_deliverable(deliverable)
    if followed is None:
        return DeliverableRow(title, planned, url, _("Not followed: choose a target or a count."))
    target = followed.target
    own_plan = target.pk is not None and target.pk < 0
    counted = _describe_count(grant, target) if own_plan else get_target_title(target)
    return DeliverableRow(title, planned, url, counted, describe_progress(followed))


def _describe_count(grant: Grant, target: Target) -> str:
    """Return what is counted, and since when if that is before the grant: most counts are known by half-year only."""
    counted = describe_measure(target.measure, target.code)
    first_day = HalfYear.from_day(grant.starts_on).first_day
    if target.measure == Measure.COMMUNITIES or first_day == grant.starts_on:
        return counted
    since = _("counted from the half-year that begins %(day)s") % {"day": date_format(first_day)}
    return join_bracketed(counted, since)
