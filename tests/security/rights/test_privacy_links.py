"""Each form that takes personal details links to the privacy notice."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.base import World
from tests.matrix.routes import OURS, ask, door, fill, of_its_town
from tests.matrix.samples import Samples

PERSON = {"community": "hill-coordinator", "office": "usa-staff", "international": "oasis-staff"}
NOT_PERSONAL = ("/settings/requests/", "/office/usa/privacy/", "/office/usa/hotlines/")
POSTED = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
FIELD = re.compile(r"<(?:input|textarea)\b[^>]*>")
PERSONAL = re.compile(
    r'type="(?:email|tel)"|autocomplete="(?:name|email|tel)"|name="(?:\w+-)?(?:email|phone|reach|person)"'
)


def personal_fields(page: str) -> Iterator[str]:
    for form in POSTED.findall(page):
        for field in FIELD.findall(form):
            if PERSONAL.search(field) and 'type="hidden"' not in field:
                yield field


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/email/", "/c/hill/imports/", "/c/hill/events/campaigns/new/"])
def test_so_do_pages_of_accounts_spreadsheets_and_campaigns(world: World, signed_in, path: str):
    response = signed_in("hill-coordinator").get(path)
    assert response.status_code == 200
    assert "What we store, and for how long" in response.content.decode()


@pytest.mark.thorough
@pytest.mark.django_db
def test_each_form_that_takes_personal_details_leads_to_the_privacy_notice(world: World, samples: Samples):
    without, link_count = {}, 0
    for route in sorted(OURS):
        kind, _ = door(route)
        tenant = "usa" if kind == "office" else "hill"
        path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
        person = PERSON.get(kind, "" if kind in ("public", "open") else "hill-leader")
        client = samples.signed_in(person) if person else Client()
        response, _ = ask(client, "get", path)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        if fields := list(personal_fields(page)):
            link_count += 1
            if "What we store, and for how long" not in page:
                without[path] = fields
    # Search terms are not stored, and an office's own address and hotlines are not personal.
    without = {path: fields for path, fields in without.items() if not path.endswith(NOT_PERSONAL)}
    assert link_count > 10
    assert without == {}
