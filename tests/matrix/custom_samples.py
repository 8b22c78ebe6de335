"""Samples of custom questions: one for a text, and a community's answer."""

from typing import Any

from communities.models import Community, User
from evaluation.models import CustomAnswer, CustomItem, CustomItemVersion, Submission
from tests.matrix import json_samples


def of_office(slug: str, staff: User, half_year: str) -> dict[str, Any]:
    item = CustomItem.objects.create(number=1, kind="text", created_by=staff)
    CustomItemVersion.objects.create(
        item=item, number=1, from_half_year=half_year, texts=json_samples.texts(slug), by=staff
    )
    return {"custom_id": item.pk}


def of_community(community: Community, submission: Submission, by: User) -> None:
    item = CustomItem.objects.get(office_id=community.office_id)
    version = item.versions.get()
    CustomAnswer.objects.create(
        office_id=community.office_id, submission=submission, item=item, version=version, state="answered",
        text="x", by=by,
    )  # fmt: skip
