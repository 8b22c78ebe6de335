"""The front page, the place switcher and the navigation."""

from django.test import Client

from communities.models import Membership, Role, StaffMembership
from tests.base import World


def test_it_welcomes_visitors_with_the_hotlines(client: Client, world: World):
    response = client.get("/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "1-888-373-7888" in text
    assert 'href="tel:08000121700"' in text
    assert "/accounts/login/" in text


def test_it_asks_the_database_for_the_hotlines_alone(client: Client, world: World, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/")


def test_it_leads_to_the_only_place(signed_in):
    assert signed_in("hill-member").get("/").headers["Location"] == "/c/hill/"
    assert signed_in("usa-staff").get("/").headers["Location"] == "/office/usa/"
    assert signed_in("oasis-staff").get("/").headers["Location"] == "/international/"


def test_it_lists_several_places_with_the_role(signed_in, world: World):
    person = world["hill-coordinator"]
    Membership.objects.create(community=world.moor, user=person, role=Role.MEMBER)
    StaffMembership.objects.create(office=world.uk, user=person)
    client = signed_in("hill-coordinator")
    choices = client.get("/").context["choices"]
    assert [(choice.name, choice.kind, choice.url) for choice in choices] == [
        ("Hill", "Coordinator", "/c/hill/"),
        ("Moor", "Member", "/c/moor/"),
        ("Oasis UK", "Office", "/office/uk/"),
    ]


def test_it_shows_the_switcher_with_the_present_place(signed_in, world: World):
    Membership.objects.create(community=world.moor, user=world["hill-member"], role=Role.LEADER)
    response = signed_in("hill-member").get("/c/moor/team/")
    places = response.context["places"]()
    assert [(place.name, place.kind, place.current) for place in places] == [
        ("Hill", "Member", False),
        ("Moor", "Leader", True),
    ]
    assert "Your communities and offices" in response.content.decode()


def test_it_forgets_places_that_one_has_left(signed_in, world: World):
    person = world["hill-member"]
    membership = Membership.objects.create(community=world.moor, user=person, role=Role.MEMBER)
    client = signed_in("hill-member")
    assert client.get("/").status_code == 200
    membership.ended_at = membership.started_at
    membership.save()
    assert client.get("/").headers["Location"] == "/c/hill/"


def test_it_helps_who_is_nowhere_yet(signed_in):
    text = signed_in("stranger").get("/").content.decode()
    assert "You are not in a community yet" in text
    assert 'class="tf-nav"' not in text


def test_it_offers_only_accessible_pages(signed_in):
    member = signed_in("hill-member").get("/c/hill/team/").context["navigation"]()
    assert [item.label for item in member.main] == [
        "Home",
        "Events",
        "Network",
        "Research",
        "Evaluation",
        "Local services",
    ]
    # A member may neither import nor read the audit log: the section has the name of what is accessible.
    assert [item.label for item in member.place] == ["Team", "Library", "Discussions", "Export", "Activity"]
    assert member.log_url == ""
    client = signed_in("hill-coordinator")
    navigation = client.get("/c/hill/team/").context["navigation"]()
    assert [item.label for item in navigation.place] == [
        "Team",
        "Library",
        "Discussions",
        "Import and export",
        "Settings",
        "Audit log",
        "Trash",
    ]
    for item in (*navigation.main, *navigation.place, *navigation.tab_bar):
        assert client.get(item.url).status_code == 200


def test_it_marks_where_one_is(signed_in):
    for path, label in (("/c/hill/team/leave/", "Team"), ("/c/hill/settings/cadence/", "Settings")):
        navigation = signed_in("hill-coordinator").get(path).context["navigation"]()
        assert [item.label for item in (*navigation.main, *navigation.place) if item.current] == [label]


def test_it_leads_staff_through_their_office(signed_in):
    client = signed_in("usa-staff")
    navigation = client.get("/office/usa/communities/").context["navigation"]()
    assert [item.label for item in navigation.main if item.current] == ["Communities"]
    assert [item.label for item in navigation.main] == [
        "Home",
        "Communities",
        "Evaluation",
        "Our work",
        "Trainings",
        "Library",
    ]
    assert [item.label for item in navigation.place] == [
        "Staff",
        "Settings",
        "Import and export",
        "Audit log",
        "Trash",
    ]
    for item in (*navigation.main, *navigation.place):
        assert client.get(item.url).status_code == 200


def test_it_leads_international_staff_back_to_all_offices(signed_in):
    client = signed_in("oasis-staff")
    for page in ("/office/oasis/team/", "/international/"):
        navigation = client.get(page).context["navigation"]()
        assert [item.url for item in navigation.main] == [
            "/international/",
            "/international/offices/",
            "/office/oasis/events/",
            "/office/oasis/reports/",
            "/office/oasis/library/",
        ]
        place = [item.label for item in navigation.place]
        assert place == ["Staff", "Settings", "Import and export", "Audit log", "Trash"]
        for item in (*navigation.main, *navigation.place):
            assert client.get(item.url).status_code == 200


def test_the_offices_page_lists_each_office_with_its_communities(signed_in):
    page = signed_in("oasis-staff").get("/international/offices/").content.decode()
    assert 'href="/office/usa/"' in page
    assert 'href="/office/usa/communities/"' in page
    assert 'aria-current="page"' in page
