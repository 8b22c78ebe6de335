"""Every indicator of the demo from the recomputed parts: as calculated, and as a community's page shows it."""

import pytest
from django.test import Client
from lxml import html

from communities.models import TAKES_PART, Community, Office
from communities.thresholds import thresholds_for
from evaluation.community_results import rate_community
from evaluation.figure_queries.overrides import get_overrides
from evaluation.instrument import INDICATORS
from evaluation.models import Figure
from tests.base import sign_in, within
from tests.recompute.figure_texts import OFFICES, read_element
from tests.recompute.recomputed import Recomputed
from tfc.disclosure import Reader
from tfc.periods import HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo"), pytest.mark.thorough]

BADGES = {
    "met": "Met",
    "partly_or_met": "Partly met or met",
    "partly": "Partly met",
    "not_met_or_partly": "Not met or partly met",
    "not_met": "Not met",
    "not_enough_data": "Not enough data",
    "not_rated": "Not rated",
    "not_applicable": "Does not apply",
}


def test_every_indicator_follows_from_the_recomputed_parts(again: Recomputed):
    ratings = set()
    for office in Office.objects.filter(slug__in=OFFICES):
        for name in again.half_years(office.slug):
            half_year = HalfYear.parse(name)
            with within(office):
                overrides = get_overrides([half_year])
                thresholds = thresholds_for(office.pk, half_year)
                figures = list(Figure.objects.for_half_year(half_year))
            for community_id in {figure.community_id for figure in figures}:
                own = {figure.part: figure for figure in figures if figure.community_id == community_id}
                for rated in rate_community(own, overrides, thresholds, Reader.COMMUNITY):
                    expected = again.indicators[community_id, name][rated.indicator.code]
                    rating = rated.rating
                    where = (again.places[community_id][1], name, rated.indicator.code)
                    assert (*where, rating.rating, rating.rated_count, rating.applicable) == (
                        *where,
                        expected.rating,
                        expected.known_count,
                        expected.applicable,
                    )
                    ratings.add(expected.rating)
    assert ratings >= set(BADGES) - {"not_rated"}


def test_the_page_of_each_community_shows_its_indicators(again: Recomputed, client: Client):
    for community in Community.objects.filter(office__slug__in=OFFICES):
        half_year = again.half_years(again.places[community.pk][0])[-1]
        if (community.pk, half_year) not in again.indicators:
            continue
        sign_in(client, community.memberships.filter(role__lt=3, ended_at=None)[0].user)
        page = html.fromstring(client.get(f"/c/{community.slug}/").content)
        if community.stage not in TAKES_PART:
            titles = set(page.xpath("//summary/span[@class='tf-row-title']/text()"))
            assert not titles & {str(indicator.title) for indicator in INDICATORS}, community.slug
            continue
        for indicator in INDICATORS:
            expected = again.indicators[community.pk, half_year][indicator.code]
            [title] = page.xpath(f"//summary/span[@class='tf-row-title'][text()='{indicator.title}']")
            [row] = title.xpath("ancestor::li[1]")
            [badge] = row.xpath("./div[@class='tf-row-end']")
            shown_text = read_element(title.getnext())
            where = (community.slug, indicator.code)
            assert (where, read_element(badge)) == (where, BADGES[expected.rating])
            assert shown_text.startswith(f"{expected.known_count} of {expected.applicable} known"), where
