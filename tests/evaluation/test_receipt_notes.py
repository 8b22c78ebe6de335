"""The filters and thresholds on the page of a receipt: in words, never as they are stored."""

from collections.abc import Callable

from django.test import Client

from evaluation.actions.figures import refresh_figures
from evaluation.instrument import PARTS
from evaluation.models import Figure
from evaluation.receipt_notes import FILTERS
from tests.base import World, within
from tests.evaluation.figures.records import H1


def test_it_words_every_filter_and_threshold(world: World, signed_in: Callable[[str], Client]):
    with within(world.hill):
        refresh_figures([world.hill], H1)
        receipts = dict(Figure.objects.filter(community=world.hill).values_list("part", "receipt"))
    client, pages = signed_in("hill-coordinator"), {}
    for code in (part.code for part in PARTS):
        assert receipts[code].get("filters", {}).keys() <= FILTERS.keys(), code
        page = client.get(f"/c/hill/figures/{H1}/{code}/").content.decode()
        assert "[&#x27;" not in page, code
        pages[code] = " ".join(page.split())
    assert "<dt>Of these kinds</dt> <dd> Team meeting </dd>" in pages["meets_consistently"]
    assert "<dt>A part is met from</dt> <dd> 80 percent </dd>" in pages["meets_consistently"]
    assert "<dt>Roles</dt> <dd> Leader, Coordinator </dd>" in pages["leaders_in_development"]
    assert "<dt>Confidence of findings, at least</dt>" in pages["research_done"]
