"""The records frozen in a report are shown to everyone with its link, and nothing else."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client

from reports.actions.shares import share_report
from reports.build import Subject, draw_pdf, take_snapshot
from reports.models import Report
from reports.xlsx import draw_xlsx
from tests.base import World, within
from tests.matrix.record_samples import HALF_YEAR, NOON
from tests.matrix.response_contents import canaries_in, get_body, unpacked
from tests.matrix.samples import Samples
from tests.security.isolation.address_walk import PERSONS, get_client

# The columns that a community's report contains: reasons for missing figures, custom questions with answers,
# partnerships, what outputs were, and won campaigns with their evidence. No stakeholder, finding, event or person is
# named.
TOLD = {
    "answer-evidence",
    "answer-reason",
    "campaign-title",
    "campaignoutput-what",
    "campaignstage-evidence",
    "customanswer-text",
    "customitemversion-texts",
    "output-what",
    "partnership-name",
    "partnership-partner_name",
}
ABOUT_ITSELF = {"report-title", "report-snapshot_hash"}


class Frozen(NamedTuple):
    snapshot: Any
    path: str
    link: str


@pytest.fixture
def frozen(world: World, samples: Samples) -> Frozen:
    """Hill's published report with everything that its records say, and a link to it."""
    ids, by = samples.ids["hill"], world["hill-coordinator"]
    snapshot = take_snapshot(Subject(world.usa, world.hill, HALF_YEAR, "en"))
    with within(world.hill):
        reports = Report.objects.filter(pk=ids["report_id"])
        reports.update(snapshot=snapshot, built_at=NOON, published_at=NOON, published_by=by, failure="")
        token = share_report(report=reports.get(), days=7, for_whom="x", by_office=False, by=by)
    return Frozen(snapshot, f"/c/hill/reports/{ids['report_id']}/", f"/r/{token}/")


def columns(body: bytes) -> set[str]:
    """Return the columns of Hill and its office; there may be none of another place."""
    result = canaries_in(body)
    assert {owner for owner, _column in result} <= {"hill", "usa"}
    # A PDF may break a line inside a word.
    names = sorted(TOLD | ABOUT_ITSELF, key=len, reverse=True)
    return {next((name for name in names if column.startswith(name)), column) for _owner, column in result}


def test_it_holds_what_a_report_is_about_and_no_other_words(frozen: Frozen):
    assert columns(json.dumps(frozen.snapshot).encode()) == TOLD


@pytest.mark.parametrize("draw", [draw_pdf, draw_xlsx])
def test_its_files_reveal_no_more(frozen: Frozen, draw: Callable[[dict[str, Any]], bytes]):
    assert columns(b"".join(unpacked(draw(frozen.snapshot)))) == TOLD


def test_the_link_shows_the_report_and_its_community(frozen: Frozen):
    page = Client().get(frozen.link)
    assert page.status_code == 200
    assert columns(get_body(page)) == TOLD | ABOUT_ITSELF


def test_without_the_link_it_is_read_in_its_own_place_alone(frozen: Frozen, samples: Samples):
    read = {person for person in PERSONS if get_client(person, samples).get(frozen.path).status_code == 200}
    assert read == {"hill-member", "hill-leader", "hill-coordinator"}
