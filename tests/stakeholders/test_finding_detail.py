from datetime import date, timedelta

from django.utils import timezone

from stakeholders.models import FocusDecision, FocusStakeholder, Organization, Strategy
from tests.base import World, within
from tests.stakeholders.findings_base import CANARY, add_finding, findings, locate


def test_it_shows_what_was_found_and_what_the_numbers_mean(world: World, signed_in):
    finding = add_finding(
        world.hill,
        "Farms hold back\nthe last wages <b>",
        affected_groups=["workers", "gone_code"],
        people_heard=0,
        created_by=world["hill-leader"],
    )
    page = signed_in("hill-member").get(findings("hill", f"{finding.pk}/")).content.decode()
    assert "Wages are withheld or cut" in page
    assert "Farms hold back<br>the last wages &lt;b&gt;" in page
    assert "4 of 5. It often leads to exploitation" in page
    assert "3 of 5. Several people told us" in page
    assert ", by hill-leader" in page
    assert "Workers" in page


def test_it_shows_an_outdated_code(world: World, signed_in):
    finding = add_finding(world.hill, vulnerability="own-99999")
    response = signed_in("hill-member").get(findings("hill", f"{finding.pk}/"))
    assert (response.status_code, response.context["shown"].title) == (200, "own-99999")


def test_it_shows_its_results(world: World, signed_in):
    finding, other = add_finding(world.hill), add_finding(world.hill)
    day = date(2026, 3, 3)
    with within(world.hill):
        radio = Organization.objects.create(name="Hill Radio", sector="media")
        decision = FocusDecision.objects.create(verdict="accepted", decided_on=day)
        for fields in ({"organization": radio}, {"ended_on": day}):
            FocusStakeholder.objects.create(decision=decision, sector="schools", finding=finding, **fields)
        for title, fields in (("Going on", {}), ("Ended one", {"ended_on": day})):
            Strategy.objects.create(
                organization=radio, title=title, purpose="mitigate", finding=finding, **fields
            )
    client = signed_in("hill-member")
    page = client.get(findings("hill", f"{finding.pk}/")).content.decode()
    assert page.count("Chosen as a focus") == 1
    assert "Strategy of Hill Radio · Pledged" in page
    assert "Going on" in page
    assert "Ended one" not in page
    page = client.get(findings("hill", f"{other.pk}/")).content.decode()
    assert "Whom your findings point to" in page
    assert "Chosen as a focus" not in page


def test_it_says_when_it_is_too_old_to_count(world: World, signed_in):
    today = timezone.localdate()
    client = signed_in("hill-member")
    for days, old in ((700, False), (760, True)):
        finding = add_finding(world.hill, observed_on=today - timedelta(days))
        page = client.get(findings("hill", f"{finding.pk}/")).content.decode()
        assert ("It no longer counts for your focus" in page) is old


def test_only_coordinators_see_that_there_is_a_location_note(world: World, signed_in):
    without, with_note = add_finding(world.hill), add_finding(world.hill)
    locate(world.hill, with_note, world["hill-coordinator"])
    url = findings("hill", f"{with_note.pk}/")
    page = signed_in("hill-coordinator").get(url).content.decode()
    assert "There is a note." in page
    assert f"{url}location/" in page
    assert CANARY not in page
    assert (
        "There is no note."
        in signed_in("hill-coordinator").get(findings("hill", f"{without.pk}/")).content.decode()
    )
    for person in ("hill-leader", "hill-member"):
        client = signed_in(person)
        pages = [
            client.get(findings("hill", f"{finding.pk}/"))
            .content.decode()
            .replace(str(finding.pk), "ID")
            .replace("tf-alert", "")
            for finding in (with_note, without)
        ]
        assert "note" not in pages[0]
        assert "location" not in pages[0]


def test_it_finds_nothing_deleted(world: World, signed_in):
    gone = add_finding(world.hill, deleted_at=timezone.now())
    assert signed_in("hill-member").get(findings("hill", f"{gone.pk}/")).status_code == 404
