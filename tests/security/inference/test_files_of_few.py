"""Files of figures reveal no more of few people than pages do, in any format, also when subtracted from each other."""

import io
import re
import zipfile

import pytest
from django.conf import LazySettings
from django.test import Client

from communities.actions.data_links import make_data_link
from tests.base import LOGINS, World, within
from tests.evaluation.test_few_people import BEFORE, ask_residents
from tests.page_text import remove_changing
from tests.reports.report_samples import NOW

pytestmark = pytest.mark.django_db(databases=LOGINS)
FORMATS = ("csv", "xlsx", "xml", "json")
LISTS = ("figures", "surveys", "targets")
FILES = {
    "usa-staff": [
        *(f"/office/usa/figures/{half_year}.{ending}" for half_year in (NOW, BEFORE) for ending in FORMATS),
        *(f"/office/usa/exports/{code}.{ending}" for code in LISTS for ending in ("csv", "json")),
        "/office/usa/map/",
        "/office/usa/comparison/",
    ],
    "oasis-staff": [
        *(f"/international/figures/{NOW}.{ending}" for ending in FORMATS),
        "/international/",
        "/international/map/",
    ],
    # Files that the community itself downloads to hand on.
    "hill-coordinator": [f"/c/hill/figures/{NOW}.{ending}" for ending in ("xml", "json")],
}


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code in (200, 404), url
    content = b"".join(response) if response.streaming else response.content
    if url.endswith(".xlsx") and response.status_code == 200:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in sorted(book.namelist()) if name.startswith("xl/"))
    text = content.decode(errors="replace")
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "", text)
    return remove_changing(text)


@pytest.mark.thorough
@pytest.mark.parametrize("person", FILES)
@pytest.mark.usefixtures("filled")
def test_no_file_reveals_small_numbers(
    world: World, signed_in, person: str, settings: LazySettings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    client = signed_in(person)
    answers = []
    for few in (2, 3, 4):
        ask_residents(world, few)
        answers.append({url: read(client, url) for url in FILES[person]})
    assert [url for url in FILES[person] if len({answer[url] for answer in answers}) > 1] == []
    assert sum("access_known" in text for text in answers[0].values()) >= 1


@pytest.mark.usefixtures("filled")
def test_no_data_link_reveals_small_numbers(world: World, client: Client):
    urls = []
    for place, person, codes in (
        (world.hill, "hill-coordinator", ("figures", "receipts", "surveys", "targets", "waves")),
        (world.usa, "usa-staff", LISTS),
    ):
        with within(place, coordinator=True) if place == world.hill else within(place):
            for code in codes:
                token = make_data_link(
                    place=place, list_code=code, purpose="Test", expires_on=None, by=world[person]
                )
                urls += [f"/data/{token}.{ending}" for ending in ("csv", "json")]
    answers = []
    for few in (2, 3, 4):
        ask_residents(world, few)
        answers.append({url: read(client, url) for url in urls})
    assert [url for url in urls if len({answer[url] for answer in answers}) > 1] == []
    assert sum("access_known" in text for text in answers[0].values()) >= 2
