"""What the pages of targets show: a row of the list, and one target with its chart, its table and what is behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charts import Reached, plan_chart
from communities.models import Community, Measure, Office, Target
from communities.pages import PAGE
from evaluation.measures.measured import Number, exact, sure
from evaluation.target_points import Point
from evaluation.target_words import (
    about_text,
    amount_text,
    is_too_close,
    known_text,
    planned_text,
    point_text,
    reached_text,
    reason_text,
    sentence_of,
    title_of,
    when_text,
)
from evaluation.targets import Followed, part_of, standing_of, unit_of
from events.models import EventKind
from tfc.charts import Chart
from tfc.half_years import half_year_within
from tfc.periods import HalfYear
from tfc.text.punctuation import sentences, titled

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


def row_of(followed: Followed, url: str) -> TargetRow:
    return TargetRow(
        target=followed.target,
        url=url,
        title=title_of(followed.target),
        about=about_text(followed.target),
        reached=reached_text(followed) if followed.latest else "",
        sentence=sentence_of(followed),
        standing="too_close" if is_too_close(followed.verdict) else standing_of(followed),
    )


@dataclass(frozen=True)
class StepRow:
    """One line under the chart. ``links``: words and address of what is behind it."""

    when: str
    planned: str
    reached: str
    note: str
    links: Sequence[tuple[str, str]]


def amounts_of(version: Target) -> tuple[Target, str, str]:
    """One version, with where it begins and what it wants in words."""
    amounts = (version.baseline_value, version.goal_value)
    base, goal = (amount_text(sure(exact(one)), unit_of(version)) for one in amounts)
    return version, base, goal


def detail_of(followed: Followed, office: Office, community: Community | None) -> dict[str, Any]:
    """``community``: that of the reader, None in the office."""
    target = followed.target
    followed = replace(followed, points=_few(followed.points))
    names = _names(followed)
    behind = [_links(target, one, office, community, names) for one in followed.points]
    rows = [
        StepRow(
            when=names[one.community_id].name if one.community_id in names else when_text(one),
            planned=planned_text(followed, one.day),
            reached=point_text(one, followed.unit),
            note=_note(one),
            links=links,
        )
        for one, links in zip(followed.points, behind, strict=True)
    ]
    return {
        "target": target,
        "row": row_of(followed, ""),
        "chart": _chart(followed, rows, community.name if community else office.name)
        if followed.points
        else None,
        "steps": rows,
        "added_up_at": followed.added_up_at,
        # What all communities together began with is a sum, too: it stays with the office.
        "shows_start": community is None or target.community_id is not None,
        "base": amount_text(followed.plan.base, followed.unit),
        "receipt": _receipt(target, office, community),
        "by_lower": target.measure == Measure.PEOPLE,
        "counts_new": target.measure != Measure.PART,
    }


def _few(points: Sequence[Point]) -> Sequence[Point]:
    """Of many days the last one in each half-year."""
    return list({HalfYear.of(one.day): one for one in points}.values()) if len(points) > MOST else points


def _names(followed: Followed) -> Mapping[int | None, Community]:
    ids = {one.community_id for one in followed.points if one.community_id}
    return {one.pk: one for one in Community.objects.filter(pk__in=ids)} if ids else {}


def _note(point: Point) -> str:
    if point.community_id:
        return when_text(point)
    return sentences((known_text(point), reason_text(point.reason) if point.lower is None else ""))


def _links(
    target: Target,
    point: Point,
    office: Office,
    community: Community | None,
    names: Mapping[int | None, Community],
) -> list[tuple[str, str]]:
    if point.community_id in names:
        town = names[point.community_id]
        return [(_("The community"), reverse("dashboards:office-community", args=[office.slug, town.slug]))]
    half_year = str(point.half_year)
    url = _receipt_url(target, half_year, office, community)
    if not url or not point.asked:
        return []
    if community is not None:
        return [(_("Receipt"), url), *_events(target, half_year, community)]
    return [(_("Receipt") if target.community else _("Community by community"), url)]


def _receipt_url(target: Target, half_year: str, office: Office, community: Community | None) -> str:
    """Where the figure of a half-year comes from: a receipt, or of all communities the sum with its own. Empty for a
    count of communities, which is no figure."""
    part = part_of(target)
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
    words = _("Trainings") if target.measure == Measure.PEOPLE else _("Events")
    return [(words, f"{page}?{urlencode(narrowed)}")]


def _chart(followed: Followed, rows: Sequence[StepRow], whose: str) -> Chart:
    reached = [
        Reached(
            day=one.day,
            value=_plain(one.lower if one.value is None else one.value),
            lower=_plain(one.lower),
            upper=_plain(one.upper),
            title=titled(row.when, row.reached),
            url=row.links[0][1] if row.links else "",
        )
        for one, row in zip(followed.points, rows, strict=True)
    ]
    told = _("%(title)s. %(sentence)s Reached: %(reached)s.") % {
        "title": title_of(followed.target),
        "sentence": sentence_of(followed),
        "reached": reached_text(followed),
    }
    return plan_chart(
        "plan",
        title_of(followed.target),
        followed.plan,
        reached,
        timezone.localdate(),
        unit=followed.unit,
        told=told,
        source=whose,
        headers=[_("When"), _("Planned"), _("Reached")],
        rows=[[row.when, row.planned, row.reached] for row in rows],
    )


def _plain(number: Number | None) -> float | None:
    return None if number is None else float(number)


def _receipt(target: Target, office: Office, community: Community | None) -> dict[str, Any] | None:
    """What a computed baseline follows from."""
    receipt = target.baseline_receipt
    if not receipt:
        return None
    return {
        "url": _receipt_url(target, receipt["half_year"], office, community),
        "half_year": half_year_within(receipt["half_year"]),
        "known": receipt["known"],
        "asked": receipt["asked"],
        "hashes": [found[:12] for _community, found in receipt["figures"][:MOST]],
        "more": max(len(receipt["figures"]) - MOST, 0),
    }
