"""Pages with charts: access to their files, and page and file say the same."""

import re
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluation.models import Figure
from tests.base import World, sign_in, within
from tests.reports.report_samples import NOW

HOME = "/office/usa/"
TOWN = "/office/usa/communities/hill/figures/"
PART = "/office/usa/parts/meets_consistently/"
PAGES = [HOME, "/office/usa/trends/", PART, TOWN]


def codes(page: str) -> list[str]:
    return re.findall(r'<figure class="tf-chart-figure" id="chart-([\w-]+)"', page)


def test_each_page_shows_its_charts_and_gives_their_files(filled: World, signed_in):
    client = signed_in("usa-staff")
    for url in PAGES:
        page = client.get(url).content.decode()
        result = codes(page)
        assert result, url
        assert re.search(r"\sstyle=|<style", page) is None
        for code in result:
            offered = re.findall(rf'href="(\?chart={code}&amp;as=\w+)"', page)
            assert offered[-1].endswith("as=csv"), code
            for link in offered:
                response = client.get(url + link.replace("&amp;", "&"))
                assert response.status_code == 200, link
                assert response["Content-Disposition"].startswith('attachment; filename="')
                assert response["Cache-Control"] == "no-store"
                assert response.content.startswith((b"<?xml", b"\xef\xbb\xbf"))


def test_the_file_keeps_the_round_that_was_chosen(filled: World, signed_in):
    client = signed_in("usa-staff")
    page = client.get(f"{PART}?round=2025-H2").content.decode()
    assert 'href="?round=2025-H2&amp;chart=communities&amp;as=csv"' in page
    files = [
        client.get(f"{PART}?round={half_year}&chart=communities&as=csv").content
        for half_year in ("2025-H2", NOW)
    ]
    assert files[0] != files[1]


@pytest.mark.parametrize(
    "query", ["chart=nothing&as=svg", "chart=communities&as=exe", "chart=indicators", "chart=%00&as=csv"]
)
def test_it_has_no_other_files(filled: World, signed_in, query: str):
    assert signed_in("usa-staff").get(f"{HOME}?{query}").status_code == 404


def test_a_file_has_the_access_rule_of_its_page(filled: World, client: Client):
    url = f"{HOME}?chart=communities&as=csv"
    answers = {
        name: sign_in(client, filled[name]).get(url).status_code
        for name in ("oasis-staff", "uk-staff", "hill-coordinator", "stranger")
    }
    assert answers == {"oasis-staff": 200, "uk-staff": 404, "hill-coordinator": 404, "stranger": 404}


def test_a_file_asks_for_a_fresh_login_and_the_page_does_not(filled: World, client: Client):
    # Longer ago than files allow, but recent enough for office pages.
    a_while_ago = sign_in(client, filled["usa-staff"], at=time.time() - 20 * 60)
    assert a_while_ago.get(HOME).status_code == 200
    response: Any = a_while_ago.get(f"{HOME}?chart=communities&as=svg")
    assert (response.status_code, "reauthenticate" in response.url) == (302, True)


def test_each_mark_leads_to_its_receipt(filled: World, signed_in):
    page = signed_in("usa-staff").get(TOWN).content.decode()
    assert f'href="{TOWN}{NOW}/meets_consistently/" aria-label="January to June 2026: 83%' in page


def test_a_definition_that_changed_breaks_the_line_on_the_page(filled: World, signed_in):
    client = signed_in("usa-staff")
    assert "method changed" not in client.get(TOWN).content.decode()
    with within(filled.hill):
        Figure.objects.filter(half_year=NOW, part="meets_consistently").update(definition_version=99)
    assert "method changed" in client.get(TOWN).content.decode()


def test_it_asks_as_often_for_many_figures(filled: World, signed_in):
    client, counted = signed_in("usa-staff"), []
    for half_year in ("2025-H1", "2025-H2"):
        with CaptureQueriesContext(connection) as queries:
            client.get(PART)
        counted.append(len(queries))
        with within(filled.dale):
            Figure.objects.filter(half_year=half_year).delete()
    assert counted[0] == counted[1]
