"""The office's settings decide how long findings and evidence count, on every page and in the items."""

import datetime as dt

import pytest

from communities.models import Office, ThresholdSetting
from stakeholders.horizon import Horizon, horizon
from tests.base import World, within
from tests.stakeholders.findings_base import findings
from tests.stakeholders.focus_base import find, get_text, local_today, page
from tests.stakeholders.strategy_base import make, url_for
from tfc.periods import HalfYear


def set_months(office: Office, day: dt.date, **months: int) -> None:
    with within(office):
        for code, value in months.items():
            ThresholdSetting.objects.create(
                code=code, value=value, from_half_year=str(HalfYear.from_day(day))
            )


def test_it_is_the_items_own_until_an_office_sets_another(world: World):
    day = dt.date(2026, 5, 5)
    set_months(world.uk, day, finding_months=3)
    with within(world.hill):
        assert horizon(day) == Horizon(24, 12)
    set_months(world.usa, day, finding_months=6, members_present=4)
    with within(world.hill):
        assert horizon(day) == Horizon(6, 12)
        assert horizon(dt.date(2025, 12, 31)) == Horizon(24, 12)


@pytest.mark.parametrize("is_set", [False, True])
def test_the_pages_go_by_it(world: World, signed_in, is_set: bool):
    today = local_today(world.hill)
    find(world.hill, observed_on=today - dt.timedelta(days=300))
    strategy = make(world, "implementing", evidence=120)
    if is_set:
        set_months(world.usa, today, finding_months=6, evidence_months=3)
    client = signed_in("hill-member")
    assert ("is too old to count" in get_text(client.get(findings("hill")))) is is_set
    focus = client.get(page("hill"))
    assert bool(focus.context["ranking"].counted) is not is_set
    assert ("A finding counts for 6 months" in get_text(focus)) is is_set
    status = "unconfirmed" if is_set else "implementing"
    assert client.get(url_for(strategy)).context["shown"].standing == status
    listed = client.get("/c/hill/strategies/")
    assert [row.standing for group in listed.context["groups"] for row in group["rows"]] == [status]
