"""Full-text search of events, campaigns, strategies and trainings (tfc/search)."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from communities.models import Office
from events.models import (
    Campaign,
    CampaignKind,
    CampaignOutput,
    CampaignStage,
    Event,
    EventKind,
    OfficeEvent,
    OfficeOutput,
    OfficeTraining,
    Output,
    TrainingTopic,
)
from events.office_events import describe_office_event
from events.output_units import get_office_unit_labels, get_unit_codes, get_unit_label
from stakeholders.catalogue import CATALOGUE, get_strategy_title
from stakeholders.models import Strategy
from tfc.search import Findable, Hit, Seeker, build_label_case

# In the order of the results.
POSITION = 3


def _event(row: Event, seeker: Seeker) -> Hit:
    day = date_format(row.local_day, "DATE_FORMAT")
    where = [str(row.get_kind_display()), day, *([row.place] if row.place else [])]
    return Hit(
        title=str(row),
        url=reverse("events:event-detail", args=[seeker.slug, row.pk]),
        meta=" · ".join(where),
        texts=[row.note],
    )


def _outputs(seeker: Seeker) -> QuerySet[Output]:
    outputs = Output.objects.filter(event__deleted_at=None).select_related("event")
    return outputs.order_by("-event__starts_at", "-pk")


def _output(row: Output, seeker: Seeker) -> Hit:
    unit = get_unit_label(row.unit)
    return Hit(
        title=row.what or unit,
        url=reverse("events:event-detail", args=[seeker.slug, row.event_id]),
        meta=" · ".join([unit, date_format(row.event.local_day, "DATE_FORMAT"), str(row.event)]),
    )


def _list_units() -> list[tuple[str, Any]]:
    """Return the units with their labels, also those that the office added."""
    codes = {*get_unit_codes(), *get_office_unit_labels()}
    return [(code, get_unit_label(code)) for code in sorted(codes)]


def _strategies(seeker: Seeker) -> QuerySet[Strategy]:
    strategies = Strategy.objects.not_deleted().filter(organization__deleted_at=None)
    return strategies.select_related("organization").order_by("-pk")


def _strategy(row: Strategy, seeker: Seeker) -> Hit:
    return Hit(
        title=get_strategy_title(row),
        url=reverse("stakeholders:strategy-detail", args=[seeker.slug, row.pk]),
        meta=str(row.organization),
    )


def _strategy_columns(seeker: Seeker) -> list[Any]:
    names = [(code, entry.title) for code, entry in CATALOGUE.items()]
    return [build_label_case("code", names), "title", "organization__name"]


def _campaigns(seeker: Seeker) -> QuerySet[Campaign]:
    campaigns = (
        Campaign.objects.owned_by(seeker.place)
        .not_deleted()
        .with_stage(timezone.localdate())
        .annotate(
            evidence=_join_texts(CampaignStage, "evidence"),
            lessons=_join_texts(CampaignStage, "lesson"),
            reached=_join_texts(CampaignOutput, "what"),
            units=_join_texts(CampaignOutput, build_label_case("unit", _list_units())),
        )
    )
    # An office reads no organizations, and its own campaigns have none.
    is_office = isinstance(seeker.place, Office)
    return (campaigns if is_office else campaigns.select_related("decider")).newest_first()


def _join_texts(
    model: type[CampaignStage | CampaignOutput | OfficeOutput], column: str | Case, parent: str = "campaign"
) -> Subquery:
    """Return the texts of what belongs to a campaign or an event, each once, as one."""
    rows = model._default_manager.filter(**{parent: OuterRef("pk")}).order_by().values(parent)
    texts = StringAgg(NullIf(column, Value("")), "; ", distinct=True)
    return Subquery(rows.annotate(texts=texts).values("texts"))


def _campaign(row: Any, page: str, seeker: Seeker) -> Hit:
    return Hit(
        title=row.title,
        url=reverse(page, args=[seeker.slug, row.pk]),
        meta=row.summary,
        texts=[
            row.goal,
            row.partner_names,
            *filter(None, (row.evidence, row.lessons, row.reached, row.units)),
        ],
    )


def _campaign_columns(seeker: Seeker) -> list[Any]:
    kind = build_label_case("kind", CampaignKind.choices)
    columns = [
        "title",
        "goal",
        "decider_name",
        "partner_names",
        kind,
        "evidence",
        "lessons",
        "reached",
        "units",
    ]
    return columns if isinstance(seeker.place, Office) else [*columns, "decider__name"]


def _training(row: OfficeTraining, page: str, seeker: Seeker) -> Hit:
    day = date_format(row.local_day, "DATE_FORMAT")
    return Hit(
        title=row.title,
        url=reverse(page, args=[seeker.slug, row.pk]),
        meta=f"{row.get_topic_display()} · {day}",
        texts=[row.description, row.place],
    )


def _training_columns(seeker: Seeker) -> list[Any]:
    return ["title", "description", "place", build_label_case("topic", TrainingTopic.choices)]


def _office_event(row: Any, seeker: Seeker) -> Hit:
    return Hit(
        title=row.title,
        url=reverse("events:office-event-detail", args=[seeker.slug, row.pk]),
        meta=f"{date_format(row.on)} · {describe_office_event(row)}",
        texts=[*filter(None, (row.produced, row.units))],
    )


def _office_events(seeker: Seeker) -> QuerySet[OfficeEvent]:
    events = OfficeEvent.objects.filter(office=seeker.place).not_deleted()
    return events.annotate(
        produced=_join_texts(OfficeOutput, "what", "event"),
        units=_join_texts(OfficeOutput, build_label_case("unit", _list_units()), "event"),
    ).newest_first()


COMMUNITY_KINDS = (
    Findable(
        code="events",
        title=_("Events"),
        icon="calendar",
        rows=lambda seeker: Event.objects.not_deleted().newest_first(),
        columns=lambda seeker: ["title", "place", "note", build_label_case("kind", EventKind.choices)],
        tell=_event,
        page="events:event-detail",
    ),
    Findable(
        code="outputs",
        title=_("Outputs"),
        icon="check",
        rows=_outputs,
        columns=lambda seeker: ["what", build_label_case("unit", _list_units())],
        tell=_output,
        page="events:event-detail",
        number="event_id",
    ),
    Findable(
        code="campaigns",
        title=_("Campaigns"),
        icon="flag",
        rows=_campaigns,
        columns=_campaign_columns,
        tell=lambda row, seeker: _campaign(row, "events:campaign-detail", seeker),
        page="events:campaign-detail",
        number="campaign_id",
    ),
    Findable(
        code="strategies",
        title=_("Strategies"),
        icon="check",
        rows=_strategies,
        columns=_strategy_columns,
        tell=_strategy,
        page="stakeholders:strategy-detail",
        number="strategy_id",
    ),
    Findable(
        code="trainings",
        title=_("Trainings"),
        icon="book",
        rows=lambda seeker: OfficeTraining.objects.offered_to(seeker.place).newest_first(),
        columns=_training_columns,
        tell=lambda row, seeker: _training(row, "events:training-detail", seeker),
        page="events:training-detail",
        number="training_id",
    ),
)
OFFICE_KINDS = (
    Findable(
        code="campaigns",
        title=_("Campaigns"),
        icon="flag",
        rows=_campaigns,
        columns=_campaign_columns,
        tell=lambda row, seeker: _campaign(row, "events:office-campaign-detail", seeker),
        page="events:office-campaign-detail",
        number="campaign_id",
    ),
    Findable(
        code="office-events",
        title=_("Events"),
        icon="calendar",
        rows=_office_events,
        columns=lambda seeker: [
            "title",
            "place",
            "produced",
            "units",
            build_label_case("kind", EventKind.choices),
        ],
        tell=_office_event,
        page="events:office-event-detail",
        number="office_event_id",
    ),
    Findable(
        code="trainings",
        title=_("Trainings"),
        icon="book",
        rows=lambda seeker: OfficeTraining.objects.filter(office=seeker.place).newest_first(),
        columns=_training_columns,
        tell=lambda row, seeker: _training(row, "events:office-training-detail", seeker),
        page="events:office-training-detail",
        number="training_id",
    ),
)
