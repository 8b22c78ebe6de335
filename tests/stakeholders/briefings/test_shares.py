import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from stakeholders.models import Briefing, BriefingShare, BriefingStep
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.stakeholders.base import add
from tests.stakeholders.briefings.base import DAY, NOON, draft, find, share, stored, url


@pytest.fixture
def briefing(world: World) -> Briefing:
    snapshot = {"findings": [], "language": "en"}
    return draft(world.hill, find(world.hill), made_at=NOON, snapshot=snapshot)


def share_data(**changes: Any) -> dict[str, Any]:
    sent = {"client_id": str(uuid.uuid4()), "recipient": "Mayor's office", "shared_on": "2026-03-03"}
    return sent | changes


def shares(world: World) -> list[BriefingShare]:
    with within(world.hill):
        return list(BriefingShare.objects.not_deleted().order_by("id"))


WRONG_ADD = [
    ({"recipient": ""}, "recipient"),
    ({"recipient": "x" * 161}, "recipient"),
    ({"shared_on": ""}, "shared_on"),
    ({"shared_on": "soon"}, "shared_on"),
    ({"shared_on": "2090-01-01"}, "shared_on"),
    # The day before its PDF was created.
    ({"shared_on": "2026-03-02"}, "shared_on"),
    ({"organization": "999999"}, "organization"),
]


class TestAdd:
    def test_it_records_to_which_office_and_when(self, world: World, signed_in, briefing):
        client, data = signed_in("hill-leader"), share_data()
        where = url(rest=f"{briefing.pk}/shares/new/")
        assert client.get(where).status_code == 200
        for _ in range(2):
            assert client.post(where, data)["Location"] == url(rest=f"{briefing.pk}/")
        [share] = shares(world)
        assert (share.recipient, share.shared_on, share.organization) == ("Mayor's office", DAY, None)
        assert share.created_by == world["hill-leader"]
        assert "Mayor&#x27;s office" in client.get(url(rest=f"{briefing.pk}/")).content.decode()

    def test_it_names_the_organization_that_was_chosen(self, world: World, signed_in, briefing):
        school = add(world.hill, "Hill High")
        data = share_data(recipient="", organization=school.pk)
        assert signed_in("hill-leader").post(url(rest=f"{briefing.pk}/shares/new/"), data).status_code == 302
        [share] = shares(world)
        assert (share.recipient, share.organization_id) == ("Hill High", school.pk)

    def test_it_explains_what_is_wrong(self, world: World, signed_in, briefing, subtests):
        for bad, field in WRONG_ADD:
            with subtests.test(bad=bad):
                data = share_data() | bad
                response = signed_in("hill-leader").post(url(rest=f"{briefing.pk}/shares/new/"), data)
                assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
                assert shares(world) == []

    def test_it_says_when_the_briefing_was_made(self, world: World, signed_in, briefing):
        """The date is that of the community: noon in California is the same day there."""
        where = url(rest=f"{briefing.pk}/shares/new/")
        page = signed_in("hill-leader").post(where, share_data(shared_on="2026-03-02")).content.decode()
        assert (
            keep_together("This briefing was made on March 3, 2026. Enter that day or a later one.") in page
        )

    def test_it_takes_no_organization_of_another_community(self, world: World, signed_in, briefing):
        data = share_data(organization=add(world.dale).pk)
        response = signed_in("hill-leader").post(url(rest=f"{briefing.pk}/shares/new/"), data)
        assert (response.status_code, shares(world)) == (422, [])

    def test_it_asks_for_the_pdf_first(self, world: World, signed_in):
        unmade = draft(world.hill, find(world.hill))
        response = signed_in("hill-leader").post(url(rest=f"{unmade.pk}/shares/new/"), share_data())
        assert response["Location"] == url(rest=f"{unmade.pk}/")
        assert shares(world) == []


WRONG_EDIT = [
    ({"answered_on": "2026-03-02"}, "answered_on"),
    ({"followed_on": "2026-03-02"}, "followed_on"),
    ({"followed_on": "2090-01-01"}, "followed_on"),
    ({"shared_on": "2026-03-02"}, "shared_on"),
    ({"answer": "They will look."}, "answered_on"),
    ({"outcome": "A new rule."}, "followed_on"),
    ({"recipient": ""}, "recipient"),
    ({"revision": "x"}, "revision"),
]


class TestEdit:
    def test_a_day_that_was_stored_before_this_rule_can_stay(self, world: World, signed_in, briefing):
        briefing_share = share(world.hill, briefing, shared_on=DAY - dt.timedelta(days=1))
        response = self.edited(
            signed_in("hill-leader"), briefing_share, shared_on="2026-03-02", recipient="City council"
        )
        assert response.status_code == 302
        assert shares(world)[0].recipient == "City council"

    def edited(self, client, briefing_share: BriefingShare, **changes):
        data = share_data(revision=briefing_share.revision) | changes
        return client.post(url(rest=f"{briefing_share.briefing_id}/shares/{briefing_share.pk}/"), data)

    def test_it_records_the_answer_and_what_followed(self, world: World, signed_in, briefing):
        briefing_share = share(world.hill, briefing)
        client = signed_in("hill-leader")
        response = self.edited(
            client, briefing_share,
            answered_on="2026-04-01", answer="They will look.", followed_on="2026-05-01", outcome="A new rule.",
        )  # fmt: skip
        assert response["Location"] == url(rest=f"{briefing.pk}/")
        [now] = shares(world)
        assert (now.answered_on, now.answer) == (dt.date(2026, 4, 1), "They will look.")
        assert (now.followed_on, now.outcome) == (dt.date(2026, 5, 1), "A new rule.")
        page = client.get(url(rest=f"{briefing.pk}/")).content.decode()
        assert keep_together("Answered on: April 1, 2026") in page
        assert "A new rule." in page

    def test_it_explains_what_is_wrong(self, world: World, signed_in, briefing, subtests):
        for bad, field in WRONG_EDIT:
            with subtests.test(bad=bad):
                briefing_share = share(world.hill, briefing)
                response = self.edited(signed_in("hill-leader"), briefing_share, **bad)
                assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
                revisions = {stored_share.pk: stored_share.revision for stored_share in shares(world)}
                assert revisions[briefing_share.pk] == 1

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in, briefing):
        briefing_share = share(world.hill, briefing)
        client = signed_in("hill-leader")
        self.edited(client, briefing_share, recipient="First")
        response = self.edited(client, briefing_share, recipient="Second")
        page = response.content.decode()
        assert response.status_code == 409
        assert ("First" in page, 'value="Second"' in page) == (True, True)
        assert shares(world)[0].recipient == "First"
        again = response.context["form"]["revision"].value()
        assert self.edited(client, briefing_share, recipient="Second", revision=again).status_code == 302

    def test_it_finds_no_share_of_another_briefing(self, world: World, signed_in, briefing):
        other = share(world.hill, draft(world.hill, made_at=NOON))
        where = url(rest=f"{briefing.pk}/shares/{other.pk}/")
        assert signed_in("hill-leader").get(where).status_code == 404

    def test_it_is_deleted_and_restored(self, world: World, signed_in, briefing):
        briefing_share = share(world.hill, briefing)
        client, where = signed_in("hill-leader"), url(rest=f"{briefing.pk}/shares/{briefing_share.pk}/")
        client.post(where + "delete/")
        assert (shares(world), client.get(where).status_code) == ([], 404)
        client.post(where + "restore/")
        assert len(shares(world)) == 1


def test_it_counts_shares_answers_and_what_followed_by_day(world: World, briefing):
    share(world.hill, briefing, shared_on=dt.date(2025, 12, 31))
    share(world.hill, briefing, shared_on=dt.date(2026, 1, 1), answered_on=DAY)
    share(world.hill, briefing, shared_on=dt.date(2026, 6, 30), answered_on=DAY, followed_on=DAY)
    share(world.hill, briefing, shared_on=dt.date(2026, 7, 1))
    share(world.hill, briefing, shared_on=DAY, deleted_at=timezone.now())
    with within(world.hill):
        half = BriefingShare.objects.counting().shared_in(dt.date(2026, 1, 1), dt.date(2026, 6, 30))
        counts = (
            half.count(),
            half.at_step(BriefingStep.ANSWERED).count(),
            half.at_step(BriefingStep.FOLLOWED_UP).count(),
        )
    now = stored(world.hill, briefing)
    assert counts == (2, 2, 1)
    assert (now.shared, now.answered, now.followed) == (4, 2, 1)
