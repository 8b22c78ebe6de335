"""Supplementary figures of items 6 and 7: prompted answers, and the change since the first survey."""

import pytest
from django.test import Client
from lxml import html

from communities.models import Community, Office
from evaluation.models import Figure
from tests.base import within
from tests.recompute.details import assert_same_residents
from tests.recompute.figure_texts import OFFICES, points_text
from tests.recompute.ratings import SAMPLES
from tests.recompute.readers import coordinator
from tests.recompute.recomputed import Recomputed

# In one process, which loads the demo once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo"), pytest.mark.thorough]


def test_every_change_and_every_prompted_count_is_recomputed_from_the_answers(again: Recomputed):
    compared = 0
    for office in Office.objects.filter(slug__in=OFFICES):
        with within(office):
            stored = list(Figure.objects.filter(part__in=SAMPLES))
        for stored_figure in stored:
            compared += assert_same_residents(stored_figure, again)
    assert compared > 10
    assert sum(change is not None for change in again.changes.values()) > 3


def test_the_page_of_the_question_shows_them(again: Recomputed, client: Client):
    compared = 0
    for (community_id, half_year, part), change in again.changes.items():
        numbers = again.prompted[community_id, half_year]
        if change and again.figures[community_id, half_year, part].is_known:
            community = Community.objects.get(pk=community_id)
            url = f"/c/{community.slug}/survey/{half_year}/{part}/"
            page = html.fromstring(coordinator(client, community).get(url).content)
            text = " ".join(page.text_content().split())
            lower, upper = (points_text(end) for end in change.interval)
            assert f"{points_text(change.difference)} points ({lower} to {upper})" in text, url
            if part == "access_known" and numbers and numbers.valid:
                assert f"hen shown the answers, not rated: {numbers.knows} of {numbers.valid}." in text, url
            compared += 1
    assert compared > 3
