"""Authorship that could be held against a person is not shown."""

from django.db.models import Model

from stakeholders.models import TrustAnswer, TrustInvitation
from support.models import Interest
from tests.base import World, within
from tests.matrix.samples import Samples


def columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.local_concrete_fields}


def test_an_answer_about_trust_keeps_nobody_and_no_hour():
    """Of an organization's view of the police only its sector and score are stored, and that its link was used."""
    assert columns(TrustAnswer) == {"id", "community", "round", "sector", "other", "score"}
    assert columns(TrustInvitation) == {
        "id", "community", "round", "organization", "token_hash", "sent_at", "reminded_at", "answered",
    }  # fmt: skip


def test_an_offer_to_help_is_read_by_coordinators_alone(world: World, samples: Samples):
    for tenant, coordinator, there in (
        (world.hill, True, 1),
        (world.hill, False, 0),
        (world.dale, True, 1),
        (world.usa, False, 0),
    ):
        with within(tenant, coordinator=coordinator):
            assert Interest.objects.count() == there
