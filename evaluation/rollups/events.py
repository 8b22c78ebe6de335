"""The held events of each community by half-year and kind. Its office reads these counts, and not the events."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import TruncQuarter

from communities.models import Community
from evaluation.measures.achievements import EventFacts, Results, sum_events
from evaluation.models import EventRollup
from events.models import CampaignEvent, Event, Hosting, Output
from tfc.disclosure import Reader
from tfc.periods import HalfYear

NO_KEYS = Value([], output_field=ArrayField(UUIDField()))
COUNTS = {
    "held": Count("pk"),
    **{hosting.value: Count("pk", filter=Q(hosting=hosting)) for hosting in Hosting},
    "sponsored": Count("pk", filter=Q(sponsored_by_oasis=True)),
    "joint_keys": ArrayAgg("joint_key", filter=Q(joint_key__isnull=False), default=NO_KEYS),
    "joint_sponsored": ArrayAgg(
        "joint_key", filter=Q(joint_key__isnull=False, sponsored_by_oasis=True), default=NO_KEYS
    ),
}


def refresh_events(communities: Sequence[Community], half_year: HalfYear, *, using: str) -> None:
    """Count again what these communities held in a half-year of their own calendars."""
    held = (
        Event.objects.using(using)
        .held()
        .filter(community__in=communities, local_day__range=(half_year.first_day, half_year.last_day))
    )
    counted = held.order_by().values("community_id", "kind", office_id=F("community__office_id"))
    rollups = EventRollup.objects.using(using)
    rollups.filter(community__in=communities, half_year=str(half_year)).delete()
    results = sum_by_community_and_kind(held, Reader.NETWORK)
    rollups.bulk_create(
        EventRollup(
            half_year=str(half_year), **row, results=results[row["community_id"], row["kind"]].as_json()
        )
        for row in counted.annotate(**COUNTS)
    )


def sum_by_community_and_kind(held: "QuerySet[Event]", reader: Reader) -> dict[tuple[int, str], Results]:
    """Return the results of held events as ``reader`` may see them; two queries."""
    events: dict[tuple[int, str], list[EventFacts]] = defaultdict(list)
    for community_id, event in read_event_facts(held):
        events[community_id, event.kind].append(event)
    return {key: sum_events(facts, reader) for key, facts in events.items()}


def read_event_facts(held: "QuerySet[Event]") -> Iterator[tuple[int, EventFacts]]:
    """Yield each held event with the ID of its community; two queries."""
    outputs: dict[int, list[tuple[str, int, bool]]] = defaultdict(list)
    made = Output.objects.using(held.db).filter(event__in=held.order_by().values("pk")).order_by("pk")
    for output in made:
        outputs[output.event_id].append((output.unit, output.quantity, output.at_least))
    campaign = Subquery(CampaignEvent.objects.filter(event=OuterRef("pk")).values("campaign"))
    columns = ("pk", "community_id", "kind", "hosting", "people_present", "joint_key", campaign)
    for pk, community_id, kind, hosting, people, joint_key, campaign_id in held.order_by().values_list(
        *columns
    ):
        facts = EventFacts(kind, hosting, people, tuple(outputs[pk]), str(joint_key or ""), campaign_id)
        yield community_id, facts


def get_event_half_years(community_ids: Collection[int], *, using: str) -> set[tuple[int, str]]:
    """Return the half-years in which each of these communities has, or had, an event."""
    events = Event.objects.using(using).filter(community__in=community_ids).order_by()
    quarters = events.values_list("community_id", TruncQuarter("local_day")).distinct()
    rollups = EventRollup.objects.using(using).filter(community__in=community_ids)
    return {(community_id, str(HalfYear.from_day(first_day))) for community_id, first_day in quarters} | set(
        rollups.values_list("community_id", "half_year")
    )
