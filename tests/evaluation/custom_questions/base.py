"""Helpers for the tests of custom questions."""

from typing import Any

from django.test import Client

from communities.models import Community
from evaluation.actions.custom import add_item
from evaluation.models import CustomAnswer, CustomItem, CustomKind
from tests.base import World, within
from tests.evaluation.rounds_world import H1

URL = "/c/hill/survey/2026-H1/office/"
LIST = "/office/usa/custom-questions/"


def ask(world: World, kind: str, **more: Any) -> CustomItem:
    title = more.pop("title", f"How is it ({kind})?")
    texts = {"en": {"title": title, "help": "", "options": more.pop("options", [])}}
    with within(world.usa):
        return add_item(
            office=world.usa, kind=CustomKind(kind), texts=more.pop("texts", texts), half_year=H1,
            counts_people=more.pop("counts_people", False), by=world["usa-staff"],
        )  # fmt: skip


def post(client: Client, item: CustomItem, **fields: Any) -> Any:
    return client.post(URL, {f"q{item.pk}-{name}": value for name, value in fields.items()})


def answers(town: Community) -> list[CustomAnswer]:
    with within(town):
        return list(CustomAnswer.objects.select_related("version").order_by("item__number"))
