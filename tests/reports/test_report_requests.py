"""Report requests of offices: a chosen scope, and all offices."""

import re
import uuid

import pytest

from evaluation.instrument import PARTS
from reports.models import Job, Report, Scope
from reports.report_job import work_on
from tests.base import COMMITTED, World, sign_in, within
from tests.reports.report_samples import NOW

CHOSEN = "/office/usa/reports/new/?of=chosen"
EVERYWHERE = "/office/oasis/reports/new/"


def chosen(world: World, **changes):
    return {
        "title": "One town", "communities": [world.hill.pk], "rounds": ["2025-H2", NOW], "language": "en",
        "which_communities": "ticked", "which_parts": "ticked", "parts": [PARTS[0].code],
        "client_id": str(uuid.uuid4()),
    } | changes  # fmt: skip


def test_an_office_chooses_what_a_report_is_about(filled, signed_in):
    client = signed_in("usa-staff")
    page = client.get(CHOSEN).content.decode()
    assert all(
        text in page for text in ("Hill", "Dale", "January to June 2026", "Chosen communities and questions")
    )
    assert "Moor" not in page
    # Nothing is selected by default.
    ticked = [element for element in re.findall(r"<input[^>]*>", page) if "checked" in element]
    assert ["which_communities" in ticked[0], "which_parts" in ticked[1], len(ticked)] == [True, True, 2]
    data = chosen(filled)
    assert client.post(CHOSEN, data).url == client.post(CHOSEN, data).url
    with within(filled.usa):
        report = Report.objects.get()
    assert (report.scope, report.title, report.half_year) == (Scope.CUSTOM, "One town", NOW)
    assert report.choice["communities"] == [filled.hill.pk]
    assert report.choice["rounds"] == ["2025-H2", NOW]


def test_it_includes_everything_on_request_whatever_is_selected(filled, signed_in):
    data = chosen(filled, which_communities="all", which_parts="all", communities=["x"], parts=[])
    assert signed_in("usa-staff").post(CHOSEN, data).status_code == 302
    with within(filled.usa):
        choice = Report.objects.get().choice
    assert set(choice["communities"]) == {filled.hill.pk, filled.dale.pk}
    assert choice["parts"] == [part.code for part in PARTS]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Fill in this field."),
        ({"communities": []}, "Choose at least one."),
        ({"communities": ["999999999999999999999"]}, "An option is no longer available."),
        ({"rounds": []}, "Choose at least one."),
        ({"rounds": ["9999-H9"]}, "An option is no longer available."),
        ({"parts": ["x\x00"]}, "An option is no longer available."),
        ({"parts": []}, "Choose at least one."),
        ({"which_parts": "nothing"}, "Choose one."),
    ],
)
def test_it_explains_a_choice_that_cannot_be(filled, signed_in, changes, message):
    answer = signed_in("usa-staff").post(CHOSEN, chosen(filled, **changes))
    assert (answer.status_code, message in answer.content.decode()) == (422, True)
    assert Job.objects.count() == 0


def test_it_accepts_no_community_of_another_office(filled, signed_in):
    assert (
        signed_in("usa-staff").post(CHOSEN, chosen(filled, communities=[filled.moor.pk])).status_code == 422
    )
    assert (
        "Chosen communities and questions"
        not in signed_in("hill-coordinator").get("/c/hill/reports/new/?of=chosen").content.decode()
    )


@COMMITTED
def test_the_international_office_requests_all_offices(town, client):
    sign_in(client, town["oasis-staff"])
    page = client.get(EVERYWHERE).content.decode()
    assert "Chosen communities and questions" not in page
    data = {"half_year": "2021-H1", "language": "en", "client_id": str(uuid.uuid4())}
    assert client.post(EVERYWHERE, data).status_code == 422
    offered = page.split('<option value="2')[1][:6]
    path = client.post(EVERYWHERE, data | {"half_year": f"2{offered}"}).url
    assert work_on(Job.objects.get().pk)
    assert "No office opened this half-year" in client.get(path).content.decode()
