import pytest

from stakeholders.catalogue import CATALOGUE, get_offered_strategies, get_strategy_title
from stakeholders.models import Purpose, Sector, Strategy


@pytest.mark.parametrize("sector", Sector)
def test_it_offers_each_sector_at_least_three(sector):
    assert len([strategy for strategy in CATALOGUE.values() if sector in strategy.sectors]) >= 3


@pytest.mark.parametrize("purpose", Purpose)
def test_it_has_strategies_for_each_purpose(purpose):
    assert [strategy for strategy in CATALOGUE.values() if strategy.purpose == purpose]


def test_it_has_codes_that_fit_the_column():
    longest = Strategy._meta.get_field("code").max_length
    assert [code for code in CATALOGUE if len(code) > longest] == []
    assert len({str(strategy.title) for strategy in CATALOGUE.values()}) == len(CATALOGUE)


def test_it_puts_the_sector_of_the_organization_first():
    assert [sector for sector, rows in get_offered_strategies("media")] == [
        Sector.MEDIA,
        *[sector for sector in Sector if sector != Sector.MEDIA],
    ]
    assert [sector for sector, rows in get_offered_strategies()] == list(Sector)


def test_it_names_a_strategy_from_the_catalogue_or_in_own_words():
    assert (
        get_strategy_title(Strategy(code="police_referral_first"))
        == "Call victim services before the first interview"
    )
    assert get_strategy_title(Strategy(title="Night bus")) == "Night bus"
