"""The size of the heaviest pages of an office with twenty communities, from the demo. tests/e2e/test_weight.py measures
a small community's pages in a browser; this sums what a page links to."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from communities.models import Office
from reports.models import Report
from tests.base import within
from tests.recompute.readers import staff
from tests.transfer_size import get_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo"), pytest.mark.thorough]

# Kilobytes of a first visit, and of the headers of some twenty responses as HTTP/2 compresses them.
MOST, HEADS = 100, 2
# As our proxies compress (deploy/nginx).
LEVEL = 6
FILE = re.compile(r'(?:href|src)="([^"#]+\.(?:css|js|woff2|svg))(?=["#])')


def weight(client: Client, path: str) -> float:
    response = client.get(path)
    assert response.status_code == 200, path
    result = len(gzip.compress(response.content, LEVEL))
    for address in set(FILE.findall(response.content.decode())):
        result += _weight_of_file(urlsplit(address).path.removeprefix(settings.STATIC_URL))
    return result / 1000 + HEADS


def _weight_of_file(name: str) -> int:
    place = finders.find(name)
    assert isinstance(place, str), name
    return get_bytes(Path(place))


@pytest.mark.thorough
def test_no_page_of_an_office_weighs_more_than_a_first_visit_may(loaded_demo: str, client: Client):
    office = Office.objects.get(slug="usa")
    signed_in = staff(client, office.slug)
    with within(office):
        reports = list(
            Report.objects.filter(community=None).exclude(built_at=None).values_list("pk", flat=True)
        )
    assert reports
    paths = ["", "figures/", "trends/", "map/", "communities/", *(f"reports/{report}/" for report in reports)]
    weights = {path: weight(signed_in, f"/office/{office.slug}/{path}") for path in paths}
    assert {path: round(kilobytes, 1) for path, kilobytes in weights.items() if kilobytes > MOST} == {}
    # The layout alone has half of it, so files were found.
    assert min(weights.values()) > MOST / 2
