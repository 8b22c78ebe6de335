"""What the pages show of campaigns: their timeline and their running totals."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import (
    Campaign,
    CampaignEvent,
    CampaignOutput,
    CampaignShare,
    CampaignStage,
    Event,
    EventStatus,
    OfficeEvent,
    OfficeOutput,
    Output,
)
from events.output_units import get_unit_label
from tfc.number_text import count_text, number_text
from tfc.text.punctuation import join_bracketed, join_title


@dataclass(frozen=True)
class Total:
    """The sum of outputs of one unit; with ``at_least``, a lower bound."""

    unit: str
    quantity: int
    at_least: bool

    @property
    def number(self) -> str:
        return count_text(self.quantity, at_least=self.at_least)

    def __str__(self) -> str:
        return join_title(get_unit_label(self.unit), self.number)


def get_totals(campaign: Campaign) -> list[Total]:
    """Return the running total of each unit, over the campaign and its held events."""
    lines = campaign.outputs.values_list("unit", "quantity", "at_least")
    of_events: QuerySet[Any] = Output.objects.filter(
        event__campaignevents__campaign=campaign, event__deleted_at=None, event__status=EventStatus.HELD
    )
    if campaign.community_id is None:
        of_events = OfficeOutput.objects.filter(event__in=campaign.office_events.counted().order_by())
    return sum_outputs(of_events.values_list("unit", "quantity", "at_least").union(lines, all=True))


def sum_outputs(lines: Iterable[tuple[str, int, bool]]) -> list[Total]:
    """Return the total of each unit; different units are never added. ``lines``: unit, quantity, at least."""
    quantities: Counter[str] = Counter()
    bounds = set()
    for unit, quantity, at_least in lines:
        quantities[unit] += quantity
        bounds |= {unit} if at_least else set()
    return [Total(unit, quantity, unit in bounds) for unit, quantity in sorted(quantities.items())]


def describe_output(output: CampaignOutput) -> str:
    """Return “Signatures: at least 1,200 (online)”."""
    return join_bracketed(Total(output.unit, output.quantity, output.at_least), output.what)


def get_target(campaign: Campaign, totals: Sequence[Total]) -> dict[str, Any] | None:
    """Return the target for components/progress.html, with what is recorded of it; None without a target."""
    if campaign.target is None:
        return None
    unit = get_unit_label(campaign.target_unit)
    total = next((total for total in totals if total.unit == campaign.target_unit), None)
    values = {"unit": unit, "target": number_text(campaign.target), "number": total.number if total else ""}
    if total is None:
        text = _("%(unit)s: nothing recorded yet, target %(target)s") % values
    else:
        text = _("%(unit)s: %(number)s of %(target)s") % values
    return {"text": text, "label": unit, "value": total.quantity if total else None, "max": campaign.target}


def list_partners(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the communities, or the office, with which the campaign is shared, with their own row as ``answer``; one
    query.
    """
    if campaign.joint_key is None:
        return []
    rows = CampaignShare.objects.filter(joint_key=campaign.joint_key)
    rows = rows.select_related("community", "other", "office")
    answers = {row.community_id: row for row in rows if row.community_id != campaign.community_id}
    own_rows = [row for row in rows if row.campaign_id == campaign.pk]
    return [
        {"other": row.recipient, "answer": answers.get(row.other_id)}
        for row in sorted(own_rows, key=lambda row: row.recipient.name)
    ]


@dataclass(frozen=True)
class Moment:
    """An entry of the timeline: a stage, an event or an output."""

    day: dt.date
    title: str
    stage: CampaignStage | None = None
    event: Event | OfficeEvent | None = None
    output: CampaignOutput | None = None
    url: str = ""
    may_be_removed: bool = True


def get_timeline(campaign: Campaign) -> list[Moment]:
    """Return the stages, events and outputs, newest first; three queries. Of the stages, only the newest can
    be removed, and never the first.
    """
    stages = list(campaign.stages.in_order())
    moments = [
        Moment(
            stage.on,
            str(stage.get_stage_display()),
            stage=stage,
            may_be_removed=number > 0 and number == len(stages) - 1,
        )
        for number, stage in enumerate(stages)
    ]
    if campaign.community:
        moments += _list_event_moments(campaign, campaign.community.slug)
    else:
        moments += _list_office_moments(campaign, campaign.office.slug)
    moments += [
        Moment(output.on, describe_output(output), output=output)
        for output in campaign.outputs.order_by("on", "id")
    ]
    # Sorting is stable: of a day, what comes later in its own list is newer.
    return sorted(moments, key=lambda moment: moment.day)[::-1]


def _list_event_moments(campaign: Campaign, slug: str) -> list[Moment]:
    links = CampaignEvent.objects.filter(campaign=campaign, event__deleted_at=None).select_related("event")
    return [
        Moment(
            link.event.local_day,
            str(link.event),
            event=link.event,
            url=reverse("events:event-detail", args=[slug, link.event_id]),
        )
        for link in links.order_by("event__starts_at", "event_id")
    ]


def _list_office_moments(campaign: Campaign, slug: str) -> list[Moment]:
    """Return the office's own events of its campaign, which are linked on the pages of the events."""
    return [
        Moment(
            event.on,
            str(event),
            event=event,
            url=reverse("events:office-event-detail", args=[slug, event.pk]),
            may_be_removed=False,
        )
        for event in campaign.office_events.not_deleted().order_by("on", "id")
    ]
