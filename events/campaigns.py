"""What the pages show of campaigns: their timeline, their running totals, and one line about each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Campaign, CampaignEvent, CampaignStage, Event, EventStatus, Output
from events.output_units import get_unit_label
from tfc.number_text import number_text
from tfc.text.punctuation import join_title


def describe_campaign(campaign: Campaign) -> str:
    """Return “Petition · City council · Asked since May 1, 2026”; only after ``with_stage``."""
    stage = ""
    if campaign.stage_since:
        values = {"stage": campaign.stage_name, "day": date_format(campaign.stage_since)}
        stage = _("%(stage)s since %(day)s") % values
    return " · ".join(filter(None, (str(campaign.get_kind_display()), campaign.decided_by, stage)))


@dataclass(frozen=True)
class Total:
    """The sum of one unit over the campaign and its held events; with ``at_least``, a lower bound."""

    unit: str
    quantity: int
    at_least: bool

    @property
    def number(self) -> str:
        number = number_text(self.quantity)
        return _("at least %(number)s") % {"number": number} if self.at_least else number

    def __str__(self) -> str:
        return join_title(get_unit_label(self.unit), self.number)


def get_totals(campaign: Campaign) -> list[Total]:
    """Return the running total of each unit; different units are never added."""
    outputs = Output.objects.filter(
        event__campaignevents__campaign=campaign, event__deleted_at=None, event__status=EventStatus.HELD
    )
    sums = outputs.values("unit").annotate(total=Sum("quantity"), bound=BoolOr("at_least")).order_by("unit")
    return [Total(row["unit"], row["total"], row["bound"]) for row in sums]


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


@dataclass(frozen=True)
class Moment:
    """An entry of the timeline: a stage or an event."""

    day: dt.date
    title: str
    stage: CampaignStage | None = None
    event: Event | None = None
    url: str = ""
    may_be_removed: bool = False


def get_timeline(campaign: Campaign, slug: str) -> list[Moment]:
    """Return the stages and events, newest first; two queries. The newest stage can be removed, but never the first."""
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
    links = CampaignEvent.objects.filter(campaign=campaign, event__deleted_at=None).select_related("event")
    moments += [
        Moment(
            link.event.local_day,
            str(link.event),
            event=link.event,
            url=reverse("events:event-detail", args=[slug, link.event_id]),
        )
        for link in links.order_by("event__starts_at", "event_id")
    ]
    # Sorting is stable: of a day, what comes later in its own list is newer.
    return sorted(moments, key=lambda moment: moment.day)[::-1]
