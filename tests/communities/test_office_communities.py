"""An office's communities: list, creation, stages, coordinators."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities import actions
from communities.models import AuditEntry, Community, Invitation, Role, Stage, StageChange
from tests.base import World, add_member, make_community, within
from tests.line_breaks import keep_together

LIST = "/office/usa/communities/"
NEW = LIST + "new/"
FORM = {
    "name": "Boyle Heights",
    "slug": "",
    "city": "Los Angeles",
    "region": "CA",
    "time_zone": "America/Los_Angeles",
    "latitude": "34.04",
    "longitude": "-118.21",
    "coordinator_email": "first@example.org",
}


def test_it_lists_communities_by_stage(signed_in, world: World):
    Community.objects.filter(slug="dale").update(stage=Stage.PLANNING)
    groups = signed_in("usa-staff").get(LIST).context["groups"]
    assert [(group["stage"], [town.slug for town in group["communities"]]) for group in groups] == [
        (Stage.PLANNING, ["dale"]),
        (Stage.ACTING, ["hill"]),
    ]


def test_it_reads_thousands_page_by_page_and_finds_one_by_its_name_or_place(signed_in, world: World):
    Community.objects.bulk_create(
        Community(office=world.usa, name=f"Town {number:03}", slug=f"town-{number}", time_zone="UTC")
        for number in range(118)
    )
    # Two with the same name: each is on one page only.
    Community.objects.filter(slug__in=["town-46", "town-47"]).update(name="Town 046", region="Utah")
    client = signed_in("usa-staff")
    pages, address = [], LIST
    with CaptureQueriesContext(connection) as first:
        client.get(LIST)
    while address:
        with CaptureQueriesContext(connection) as queries:
            context = client.get(address).context
        # A cursor inside the list starts a page there.
        assert len(queries) <= len(first) + 1
        pages.append([town.pk for town in context["page"].towns])
        assert (context["page"].first, context["page"].total) == (1 + 50 * (len(pages) - 1), 120)
        address = LIST + context["next_url"] if context["next_url"] else ""
    assert [len(rows) for rows in pages] == [50, 50, 20]
    assert len({town for rows in pages for town in rows}) == 120
    back = client.get(LIST + context["previous_url"]).context["page"]
    assert (back.ids, back.first) == (pages[1], 51)
    assert "51 to 100 of 120 communities" in client.get(LIST + context["previous_url"]).content.decode()

    utah = client.get(LIST, {"q": "utah town"}).context
    assert {town.slug for town in utah["page"].towns} == {"town-46", "town-47"}
    assert client.get(LIST, {"stage": "acting"}).context["page"].total == 2
    assert "No results" in client.get(LIST, {"q": "nowhere"}).content.decode()
    # An invalid cursor shows the first page; an invalid stage is an error.
    for at in ("after-1", "after-999999999999-5", "x\0", f"after-{world.moor.pk}-7"):
        assert client.get(LIST, {"at": at}).context["page"].first == 1
    assert "Select a valid choice" in client.get(LIST, {"stage": "no", "q": "\0"}).content.decode()


def test_it_counts_people_and_says_where_a_coordinator_is_missing(signed_in, world: World):
    make_community(world.usa, "empty")
    text = signed_in("usa-staff").get(LIST).content.decode()
    assert text.count("No coordinator yet") == 1
    assert text.count("3 people") == 2


def test_it_says_which_new_community_has_no_mentor(signed_in, world: World):
    dale, new = world.dale, make_community(world.usa, "new")
    Community.objects.filter(pk__in=[dale.pk, new.pk]).update(stage=Stage.AWARENESS)
    add_member(new, "first", Role.COORDINATOR)
    client = signed_in("usa-staff")
    assert client.get(LIST).content.decode().count("No mentor yet") == 2
    with within(world.usa):
        actions.pair_communities(
            newcomer=new, mentor=world.hill, since=date(2026, 1, 1), reason="Near", by=world["usa-staff"]
        )
    assert client.get(LIST).content.decode().count("No mentor yet") == 1


def test_it_adds_a_community_and_invites_its_coordinator(signed_in, world: World):
    client = signed_in("usa-staff")
    assert client.get(NEW).status_code == 200
    for _ in range(2):
        response = client.post(NEW, FORM)
        assert response.headers["Location"] == LIST + "boyle-heights/"
    community = Community.objects.get(slug="boyle-heights")
    assert (community.office, community.stage, community.latitude) == (
        world.usa,
        Stage.CANDIDATE,
        Decimal("34.04"),
    )
    invitation = Invitation.objects.get()
    assert (invitation.community, invitation.role) == (community, Role.COORDINATOR)
    assert len(mail.outbox) == 1
    with within(world.usa):
        change = StageChange.objects.get(community=community)
    assert (change.stage, change.by) == (Stage.CANDIDATE, world["usa-staff"])
    text = client.get(LIST + "boyle-heights/").content.decode()
    assert "was added, and first@example.org is invited." in text
    assert "Stage: Candidate" in text
    assert "A new community is a candidate until its team starts." in text
    assert "34.04, -118.21" in text


@pytest.mark.parametrize(
    ("office", "region", "zone"),
    [("usa", "California", "America/Los_Angeles"), ("uk", "Devon", "Europe/London")],
)
def test_the_time_zone_is_that_of_the_state_or_country(
    signed_in, world: World, office: str, region: str, zone: str
):
    form = FORM | {"time_zone": "", "region": region}
    response = signed_in(f"{office}-staff").post(f"/office/{office}/communities/new/", form)
    assert response.status_code == 302
    assert Community.objects.get(slug="boyle-heights").time_zone == zone


WRONG = [
    ({"name": ""}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"name": "!!!"}, "slug"),
    ({"slug": "two words"}, "slug"),
    ({"slug": "new"}, "slug"),
    ({"slug": "hill"}, "slug"),
    ({"slug": "moor"}, "slug"),
    ({"slug": "x" * 51}, "slug"),
    ({"time_zone": "", "region": ""}, "time_zone"),
    ({"time_zone": "", "region": "TX"}, "time_zone"),
    ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ({"latitude": "91"}, "latitude"),
    ({"latitude": "north"}, "latitude"),
    ({"latitude": "NaN"}, "latitude"),
    ({"longitude": "-181"}, "longitude"),
    ({"longitude": ""}, "longitude"),
    ({"latitude": ""}, "latitude"),
    ({"coordinator_email": ""}, "coordinator_email"),
    ({"coordinator_email": "first"}, "coordinator_email"),
]


def test_it_explains_what_is_wrong_with_a_new_community(signed_in, subtests):
    for wrong, at in WRONG:
        with subtests.test(wrong=wrong):
            response = signed_in("usa-staff").post(NEW, FORM | wrong)
            assert response.status_code == 422
            form = response.context["form"]
            assert set(form.errors) == {at}
            assert form["city"].value() == "Los Angeles"
            assert Community.objects.count() == 3
            assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_it_changes_a_stage_with_day_and_reason(signed_in, world: World):
    client = signed_in("usa-staff")
    assert client.get(LIST + "hill/stage/").context["form"]["stage"].value() == Stage.SHARING
    response = client.post(
        LIST + "hill/stage/", {"stage": "sharing", "since": "2026-03-01", "reason": "They train Dale."}
    )
    assert response.headers["Location"] == LIST + "hill/"
    world.hill.refresh_from_db()
    assert world.hill.stage == Stage.SHARING
    with within(world.usa):
        change = StageChange.objects.get()
    assert (change.since, change.reason, change.community) == (
        date(2026, 3, 1),
        "They train Dale.",
        world.hill,
    )
    assert "They train Dale." in client.get(LIST + "hill/").content.decode()


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("sent", "at"),
    [
        ({"stage": "", "since": "2026-03-01", "reason": "kept"}, "stage"),
        ({"stage": "famous", "since": "2026-03-01", "reason": "kept"}, "stage"),
        ({"stage": "acting", "since": "2026-03-01", "reason": "kept"}, "stage"),
        ({"stage": "dormant", "since": "", "reason": "kept"}, "since"),
        ({"stage": "dormant", "since": "soon", "reason": "kept"}, "since"),
        ({"stage": "dormant", "since": "2026-02-30", "reason": "kept"}, "since"),
        ({"stage": "dormant", "since": "2025-12-31", "reason": "kept"}, "since"),
        ({"stage": "dormant", "since": "tomorrow", "reason": "kept"}, "since"),
        ({"stage": "dormant", "since": "2026-03-01", "reason": " "}, "reason"),
        ({"stage": "dormant", "since": "2026-03-01", "reason": "x" * 2001}, "reason"),
    ],
)
def test_it_explains_what_is_wrong_with_a_stage(signed_in, world: World, sent: dict[str, str], at: str):
    with within(world.usa):
        actions.change_stage(
            community=world.dale,
            stage=Stage.SHARING,
            since=date(2026, 1, 1),
            reason="x",
            by=world["usa-staff"],
        )
        StageChange.objects.create(
            community=world.hill,
            office=world.usa,
            stage=Stage.ACTING,
            since=date(2026, 1, 1),
            reason="before",
            by=world["usa-staff"],
        )
    sent = {**sent, "since": tomorrow() if sent["since"] == "tomorrow" else sent["since"]}
    response = signed_in("usa-staff").post(LIST + "hill/stage/", sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {at}
    assert response.context["form"]["reason"].value() == sent["reason"]
    world.hill.refresh_from_db()
    assert world.hill.stage == Stage.ACTING
    with within(world.usa):
        assert StageChange.objects.filter(community=world.hill).count() == 1


@transaction.atomic
def write_stage_abroad(world: World) -> None:
    StageChange.objects.create(
        community=world.moor,
        office=world.usa,
        stage=Stage.ACTING,
        since=date(2026, 1, 1),
        reason="x",
        by=world["usa-staff"],
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def leave_no_mark() -> None:
    """Remove the stale mark of the other office's community, which would be refused first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tfc.drains', 'on', true)")


def test_it_cannot_write_a_stage_of_another_office_s_community(world: World):
    """The policy lets an office write these rows; the composite key limits it to its own communities."""
    with within(world.usa), pytest.raises(ProgrammingError, match="evaluation_stalemark"):
        write_stage_abroad(world)
    with within(world.usa):
        leave_no_mark()
        with pytest.raises(IntegrityError, match="communities_stagechange_office"):
            write_stage_abroad(world)


def test_it_invites_sends_again_and_withdraws_a_coordinator(signed_in, world: World):
    client = signed_in("usa-staff")
    client.post(LIST + "hill/coordinator/", {"email": "next@example.org"})
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.community) == (Role.COORDINATOR, world.hill)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    client.post(LIST + "hill/coordinator/", {"email": "next@example.org"})
    invitation.refresh_from_db()
    assert not invitation.has_expired
    assert len(mail.outbox) == 2
    client.post(LIST + "hill/coordinator/withdraw/", {"email": "next@example.org"})
    invitation.refresh_from_db()
    assert invitation.withdrawn_by == world["usa-staff"]
    again = client.post(LIST + "hill/coordinator/withdraw/", {"email": "next@example.org"})
    assert again.status_code == 422


@pytest.mark.parametrize("email", ["", "nobody", "hill-coordinator@example.org"])
def test_it_explains_what_is_wrong_with_a_coordinator_s_address(signed_in, email: str):
    response = signed_in("usa-staff").post(LIST + "hill/coordinator/", {"email": email})
    assert response.status_code == 422
    assert "email" in response.context["form"].errors
    assert response.context["form"]["email"].value() == email
    assert not Invitation.objects.exists()


ZONE = LIST + "hill/time-zone/"
NEW_YORK = {"time_zone": "America/New_York", "was": "America/Los_Angeles"}


def zone_of_hill() -> str:
    return Community.objects.get(slug="hill").time_zone


def test_it_shows_what_changes_before_it_corrects_a_time_zone(
    signed_in, world: World, monkeypatch: pytest.MonkeyPatch
):
    moment = datetime(2026, 11, 30, 21, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    client = signed_in("usa-staff")
    assert ZONE in client.get(LIST + "hill/").content.decode()
    assert client.get(ZONE).context["form"]["time_zone"].value() == "America/Los_Angeles"
    response = client.post(ZONE, NEW_YORK)
    page = response.content.decode()
    for sentence in (
        "The clock there shows Nov. 30, 2026, 4 p.m. instead of Nov. 30, 2026, 1 p.m.</li>",
        "July to December 2026 ends at Dec. 31, 2026, 9 p.m. instead of Jan. 1, 2027, midnight, by your office",
        "Saved events keep their time and time zone.",
    ):
        assert keep_together(sentence) in page
    assert "use the time zone of most of its communities" not in page
    assert (response.status_code, zone_of_hill()) == (200, "America/Los_Angeles")
    saved = client.post(ZONE, NEW_YORK | {"preview": response.context["preview"]})
    assert (saved.headers["Location"], zone_of_hill()) == (LIST + "hill/", "America/New_York")
    with within(world.hill, coordinator=True):
        assert AuditEntry.objects.filter(table_name="communities_community", verb="changed").count() == 1


def test_it_says_when_the_office_moves_along(signed_in, world: World):
    Community.objects.filter(slug="dale").update(time_zone="America/New_York")
    page = signed_in("usa-staff").post(ZONE, NEW_YORK).content.decode()
    assert "The time zone is New York instead of Los Angeles." in page
    assert keep_together("of most of its communities: Eastern Time instead of Pacific Time.") in page
    Community.objects.filter(slug="hill").update(time_zone="America/Denver")
    Community.objects.filter(slug="dale").update(time_zone="America/Los_Angeles")
    page = signed_in("usa-staff").post(ZONE, NEW_YORK | {"was": "America/Denver"}).content.decode()
    assert keep_together("of most of its communities: Pacific Time instead of Mountain Time.") in page


WRONG_TIME_ZONES = [
    ({"time_zone": "Mars/Olympus"}, 422, "Select a valid choice."),
    ({"time_zone": ""}, 422, "This field is required."),
    ({"time_zone": "America/Los_Angeles"}, 422, "Choose a different time zone."),
]


def test_it_explains_why_a_time_zone_is_not_saved(signed_in, world: World, subtests: pytest.Subtests):
    for sent, status, message in WRONG_TIME_ZONES:
        with subtests.test(sent=sent):
            response = signed_in("usa-staff").post(ZONE, NEW_YORK | sent)
            assert (response.status_code, message in response.content.decode()) == (status, True)
            assert zone_of_hill() == "America/Los_Angeles"


def test_no_request_skips_the_page_that_shows_what_changes(signed_in, world: World):
    client = signed_in("usa-staff")
    preview = client.post(ZONE, NEW_YORK).context["preview"]
    denver = {"time_zone": "America/Denver", "was": "America/Los_Angeles"}
    for sent in (NEW_YORK | {"preview": "on"}, denver | {"preview": preview}):
        response = client.post(ZONE, sent)
        assert (response.status_code, "What changes" in response.content.decode()) == (200, True)
    of_dale = client.post(LIST + "dale/time-zone/", NEW_YORK | {"preview": preview})
    assert of_dale.status_code == 200
    assert {zone_of_hill(), Community.objects.get(slug="dale").time_zone} == {"America/Los_Angeles"}


def test_a_time_zone_that_another_person_corrected_is_shown_first(signed_in, world: World):
    client = signed_in("usa-staff")
    preview = client.post(ZONE, NEW_YORK).context["preview"]
    Community.objects.filter(slug="hill").update(time_zone="America/Denver")
    response = client.post(ZONE, NEW_YORK | {"preview": preview})
    assert (response.status_code, zone_of_hill()) == (409, "America/Denver")
    page = response.content.decode()
    assert "Another person saved meanwhile" in page
    assert "The time zone is New York instead of Denver." in page
    again = NEW_YORK | {"was": "America/Denver", "preview": response.context["preview"]}
    assert (client.post(ZONE, again).status_code, zone_of_hill()) == (302, "America/New_York")


def test_the_page_that_shows_what_changes_says_that_its_form_was_overtaken(signed_in, world: World):
    client = signed_in("usa-staff")
    Community.objects.filter(slug="hill").update(time_zone="America/Denver")
    response = client.post(ZONE, NEW_YORK)
    page = response.content.decode()
    assert (response.status_code, "Another person saved meanwhile" in page) == (409, True)
    assert "The time zone is New York instead of Denver." in page
    again = NEW_YORK | {"was": "America/Denver", "preview": response.context["preview"]}
    assert (client.post(ZONE, again).status_code, zone_of_hill()) == (302, "America/New_York")
    same = client.post(ZONE, NEW_YORK)
    assert (same.status_code, "Another person saved meanwhile" in same.content.decode()) == (409, True)


def test_a_correction_that_was_sent_twice_is_saved_once(signed_in, world: World):
    client = signed_in("usa-staff")
    confirmed = NEW_YORK | {"preview": client.post(ZONE, NEW_YORK).context["preview"]}
    assert [client.post(ZONE, confirmed).status_code for _again in range(2)] == [302, 302]
    with within(world.hill, coordinator=True):
        assert AuditEntry.objects.filter(table_name="communities_community", verb="changed").count() == 1


def test_only_its_own_office_corrects_a_time_zone(signed_in, world: World):
    preview = signed_in("usa-staff").post(ZONE, NEW_YORK).context["preview"]
    for person, got, sent in (
        ("uk-staff", 404, 404), ("oasis-staff", 302, 403), ("hill-coordinator", 404, 404), ("stranger", 404, 404),
    ):  # fmt: skip
        client = signed_in(person)
        assert client.get(ZONE).status_code == got
        assert client.post(ZONE, NEW_YORK | {"preview": preview}).status_code == sent
    assert signed_in("usa-staff").get(LIST + "moor/time-zone/").status_code == 404
    assert zone_of_hill() == "America/Los_Angeles"
