"""Batched queries return the same as single ones."""

from typing import Any

from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext

from communities.models import Community
from evaluation.measures import State
from evaluation.models import Answer, Figure
from events.models import Event
from stakeholders.models import Contribution, Organization
from tests.base import World, tenant_models, within
from tests.matrix.samples import Samples
from tfc.batched_queries import count_together, evaluate_together
from tfc.tenancy import TenantModel


def test_it_gives_every_row_as_if_it_was_asked_alone(world: World, samples: Samples):
    ours: list[Any] = [model for model in tenant_models() if issubclass(model, TenantModel)]
    with within(world.hill, coordinator=True):
        alone = [[_values(row) for row in model.objects.order_by("pk")] for model in ours]
        lists = [model.objects.order_by("pk") for model in ours]
        with CaptureQueriesContext(connection) as queries:
            evaluate_together(*lists)
            together = [[_values(row) for row in rows] for rows in lists]
    assert len(queries) == 1
    assert together == alone


def _values(row: Any) -> dict[str, Any]:
    results = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in results.items()}


def test_it_takes_what_querysets_can_do(world: World, samples: Samples):
    def get_batches():
        return (
            Event.objects.select_related("series", "created_by").order_by("pk"),
            Organization.objects.annotate(n=Count("contacts")).prefetch_related("contacts").order_by("pk"),
            Organization.objects.values_list("name", flat=True),
            Contribution.objects.values("pk", place=F("community__name")),
            Figure.objects.none(),
            Answer.objects.select_related("submission__round")[:1],
        )

    with within(world.hill):
        alone = [list(batch) for batch in get_batches()]
        together = get_batches()
        evaluate_together(*together)
        assert [list(batch) for batch in together] == alone
        event, organization = together[0][0], together[1][0]
        assert event.series == alone[0][0].series
        assert (organization.n, len(organization.contacts.all())) == (1, 1)
        assert (event._state.db, event._state.adding) == ("default", False)


def test_it_keeps_numbers_inside_of_json(world: World, samples: Samples):
    with within(world.hill):
        figure = Figure.objects.filter(state=State.UNKNOWN).first()
        assert figure is not None
        texts = {"weights": [0.1, 1e-07, 3, 12345678901234567.5], "n": None}
        Figure.objects.filter(pk=figure.pk).update(details=texts)
        figures = Figure.objects.filter(pk=figure.pk)
        evaluate_together(figures)
        assert [figure.details for figure in figures] == [texts]


def test_it_counts_many_lists(world: World, samples: Samples):
    with within(world.hill):
        counted = count_together(
            {"events": Event.objects.all(), "none": Event.objects.none(), "towns": Community.objects.all()}
        )
    assert counted == {"events": 1, "none": 0, "towns": 3}
