from django.utils import timezone

from stakeholders.models import Finding, OwnVulnerability
from tests.base import World, within
from tests.stakeholders.findings_base import add_finding, finding_data, findings, stored


def at(finding: Finding, slug: str = "hill") -> str:
    return findings(slug, f"{finding.pk}/edit/")


def typed(finding: Finding, **changes):
    data = finding_data(revision=finding.revision) | changes
    del data["client_id"]
    return data


def test_it_saves(world: World, signed_in):
    finding = add_finding(world.hill, "Old words")
    client = signed_in("hill-leader")
    assert "Old words" in client.get(at(finding)).content.decode()
    response = client.post(at(finding), typed(finding, status="eased", severity="2"))
    assert response["Location"] == findings("hill", f"{finding.pk}/")
    now = stored(world.hill, finding)
    assert (now.summary, now.status, now.severity) == ("Farms hold back the last wages.", "eased", 2)
    assert now.revision == 2


def test_it_lets_the_first_of_two_win_and_shows_the_other_both(world: World, signed_in):
    finding = add_finding(world.hill)
    client = signed_in("hill-leader")
    client.post(at(finding), typed(finding, summary="First words"))
    response = client.post(at(finding), typed(finding, summary="Second words"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Another person saved meanwhile" in page
    assert "First words" in page
    assert "Second words" in page
    assert stored(world.hill, finding).summary == "First words"
    again = {name: response.context["form"][name].value() or "" for name in typed(finding)}
    assert client.post(at(finding), again).status_code == 302
    assert stored(world.hill, finding).summary == "Second words"


def test_it_explains_what_is_wrong_and_saves_nothing(world: World, signed_in):
    finding = add_finding(world.hill)
    response = signed_in("hill-leader").post(at(finding), typed(finding, severity="", summary="Typed words"))
    assert response.status_code == 422
    assert "Typed words" in response.content.decode()
    assert stored(world.hill, finding).revision == 1


def test_it_points_out_new_details_and_not_those_that_were_kept(world: World, signed_in):
    finding = add_finding(world.hill, "Call 626 555 0142.")
    client = signed_in("hill-leader")
    response = client.post(at(finding), typed(finding, summary="Call 626 555 0142 or a@b.example."))
    assert response.status_code == 422
    assert "address: a@b.example." in response.content.decode()
    assert stored(world.hill, finding).revision == 1
    assert client.post(at(finding), typed(finding, summary="Now call 626 555 0142.")).status_code == 302


def test_it_keeps_a_vulnerability_that_the_office_took_out(world: World, signed_in):
    with within(world.usa):
        own = OwnVulnerability.objects.create(
            group="labor", title_en="Fees", added_by=world["usa-staff"], retired_at=timezone.now()
        )
    finding = add_finding(world.hill, vulnerability=own.code)
    client = signed_in("hill-leader")
    assert client.post(at(finding), typed(finding, vulnerability=own.code)).status_code == 302
    assert "Fees" in client.get(findings("hill", f"{finding.pk}/")).content.decode()


def test_it_finds_nothing_deleted(world: World, signed_in):
    gone = add_finding(world.hill, deleted_at=timezone.now())
    assert signed_in("hill-leader").get(at(gone)).status_code == 404
