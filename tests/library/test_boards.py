"""Discussions of a team and of two paired communities: what PostgreSQL refuses, and the pages."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from communities.actions.pairings import end_pairing, pair_communities
from communities.models import Community, Pairing, Role
from library.actions.boards import edit_words, post_words, remove_words, take_back_words
from library.models import BoardPost
from tests.base import World, add_member, make_community, within
from tests.stakeholders.base import queries

BOARD, WITH_DALE, WITH_HILL = (
    "/c/hill/discussions/",
    "/c/hill/discussions/with/dale/",
    "/c/dale/discussions/with/hill/",
)


def pair(world: World, newcomer: Community, mentor: Community) -> Pairing:
    with within(world.usa):
        since = timezone.localdate() - dt.timedelta(days=60)
        return pair_communities(
            newcomer=newcomer, mentor=mentor, since=since, reason="Near.", by=world["usa-staff"]
        )


def end(world: World, pairing: Pairing, days_ago: int = 10) -> None:
    with within(world.usa):
        until = timezone.localdate() - dt.timedelta(days=days_ago)
        end_pairing(pairing=pairing, until=until, by=world["usa-staff"])


def add_post(world: World, person: str, text: str = "See you on Friday.", **more: Any) -> BoardPost:
    place = world.hill if person.startswith("hill") else world.dale
    with within(place):
        return post_words(text=text, by=world[person], **more)


def texts(place: Community | Any) -> list[str]:
    with within(place):
        return sorted(BoardPost.objects.values_list("text", flat=True))


def data(text: str = "Who brings chairs?", **more: str) -> dict[str, str]:
    return {"text": text, "client_id": str(uuid.uuid4())} | more


def refused(place: Community, act: Any, *, coordinator: bool = False) -> bool:
    """Return True if PostgreSQL itself refuses the change."""
    with within(place, coordinator=coordinator):
        try:
            with transaction.atomic():
                act()
        except DatabaseError:
            return True
    return False


def run_sql(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.fixture
def east(world: World) -> Community:
    """A third community of the same office, in no pair."""
    town = make_community(world.usa, "east")
    for role in Role:
        name = f"east-{role.name.lower()}"
        world.people[name] = add_member(town, name, role)
    return town


class TestTheWall:
    def test_two_read_their_board_and_nobody_else(self, world: World, east: Community):
        pair(world, world.hill, world.dale)
        add_post(world, "hill-member", "ours alone")
        add_post(world, "hill-member", "to dale", partner=world.dale)
        add_post(world, "dale-member", "to hill", partner=world.hill)
        add_post(world, "dale-member", "dale alone")
        assert texts(world.hill) == ["ours alone", "to dale", "to hill"]
        assert texts(world.dale) == ["dale alone", "to dale", "to hill"]
        for outside in (east, world.moor, world.usa, world.oasis):
            assert texts(outside) == []
            with within(outside):
                assert run_sql("SELECT * FROM library_boardpost") == 0
        assert run_sql("SELECT * FROM library_boardpost") == 0

    def test_it_takes_words_only_between_two_who_are_paired(self, world: World, east: Community):
        pairing = pair(world, world.hill, world.dale)
        by = world["hill-member"]
        for partner in (east, world.moor, world.hill):
            assert refused(world.hill, lambda other=partner: post_words(text="x", by=by, partner=other))
        assert refused(east, lambda: post_words(text="x", by=world["east-member"], partner=world.hill))
        # In raw SQL nobody writes for the other one, whichever columns are named.
        insert = (
            "INSERT INTO library_boardpost (community_id, partner_id, text, by_id, at, removed_reason) "
            "VALUES (%s, %s, 'x', %s, now(), '')"
        )
        assert refused(world.hill, lambda: run_sql(insert, world.dale.pk, world.hill.pk, by.pk))
        assert refused(east, lambda: run_sql(insert, world.hill.pk, world.dale.pk, by.pk))
        assert not refused(world.hill, lambda: run_sql(insert, world.hill.pk, world.dale.pk, by.pk))
        end(world, pairing)
        assert refused(world.hill, lambda: run_sql(insert, world.hill.pk, world.dale.pk, by.pk))
        # An ended pairing does not prevent a new one.
        pair(world, world.dale, world.hill)
        assert not refused(world.hill, lambda: run_sql(insert, world.hill.pk, world.dale.pk, by.pk))

    def test_it_lets_nobody_change_anothers_words(self, world: World, east: Community):
        pair(world, world.hill, world.dale)
        post = add_post(world, "hill-member", "to dale", partner=world.dale)
        team = add_post(world, "hill-member", "ours alone")
        for place in (east, world.moor):
            with within(place, coordinator=True):
                assert run_sql("UPDATE library_boardpost SET text = 'x'") == 0
        with within(world.dale):
            assert run_sql("UPDATE library_boardpost SET text = 'x'") == 0
        # A coordinator of the other community can remove a post but not change it.
        change = "UPDATE library_boardpost SET text = %s"
        assert refused(world.dale, lambda: run_sql(change, "x"), coordinator=True)
        for column in ("community_id", "partner_id", "by_id", "parent_id"):
            text = f"UPDATE library_boardpost SET {column} = %s"  # noqa: S608
            assert refused(world.dale, lambda sql=text: run_sql(sql, world.dale.pk), coordinator=True)
            assert refused(world.hill, lambda sql=text: run_sql(sql, world.dale.pk))
        assert refused(world.hill, lambda: run_sql("DELETE FROM library_boardpost"))
        with within(world.dale, coordinator=True):
            remove_words(post=post, reason="A story of one person.", by=world["dale-coordinator"])
            remove_words(post=team, reason="x", by=world["dale-coordinator"])
        assert texts(world.hill) == ["", "ours alone"]

    def test_it_only_takes_words_away_after_the_end(self, world: World):
        pairing = pair(world, world.hill, world.dale)
        post = add_post(world, "hill-member", "to dale", partner=world.dale)
        end(world, pairing)
        by = world["hill-member"]
        assert texts(world.dale) == ["to dale"]
        assert refused(world.hill, lambda: edit_words(post=post, text="new", by=by))
        assert not refused(world.hill, lambda: take_back_words(post=post, by=by))
        assert texts(world.dale) == [""]

    def test_an_answer_is_on_the_board_of_what_it_answers(self, world: World, east: Community):
        pair(world, world.hill, world.dale)
        pair(world, east, world.dale)
        first = add_post(world, "hill-member", "to dale", partner=world.dale)
        answer = add_post(world, "dale-member", "yes", partner=world.hill, parent=first)
        by, ours = world["dale-member"], add_post(world, "dale-member", "dale alone")
        for wrong in (
            {"parent": first},
            {"parent": first, "partner": east},
            {"parent": answer, "partner": world.hill},
            {"parent": ours, "partner": world.hill},
        ):
            assert refused(world.dale, lambda more=wrong: post_words(text="x", by=by, **more)), wrong
        hidden = add_post(world, "hill-member", "ours alone")
        assert refused(world.dale, lambda: post_words(text="x", by=by, parent=hidden))


class TestTeamBoard:
    def test_it_takes_words_and_answers_once(self, signed_in, world: World):
        client, sent = signed_in("hill-member"), data("Look: https://example.org/a <b>now</b>")
        assert "Never write about a survivor" in client.get(BOARD).content.decode()
        for _twice in range(2):
            assert client.post(BOARD, sent).headers["Location"] == BOARD
        page = client.get(BOARD).content.decode()
        assert '<a href="https://example.org/a" rel="nofollow">' in page
        assert "&lt;b&gt;now&lt;/b&gt;" in page
        with within(world.hill):
            [post] = BoardPost.objects.all()
        other = signed_in("hill-leader")
        assert other.get(f"{BOARD}posts/{post.pk}/answer/").status_code == 200
        response = other.post(f"{BOARD}posts/{post.pk}/answer/", data("I do."))
        assert response.headers["Location"].startswith(f"{BOARD}?after={post.pk + 1}#post-")
        # The newest page: nothing is newer.
        assert other.get(response.headers["Location"]).context["previous_url"] == ""
        [thread] = other.get(BOARD).context["page"].threads
        assert [answer.post.text for answer in thread.answers] == ["I do."]
        # One level deep.
        answer = thread.answers[0].post.pk
        assert other.get(f"{BOARD}posts/{answer}/answer/").status_code == 404

    @pytest.mark.parametrize(
        "wrong", [{"text": ""}, {"text": "x" * 2001}, {"text": "x\0"}, {"client_id": "x"}]
    )
    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(self, signed_in, world: World, wrong):
        post = add_post(world, "hill-member")
        client = signed_in("hill-member")
        for url in (BOARD, f"{BOARD}posts/{post.pk}/answer/"):
            response = client.post(url, data(**wrong))
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(wrong)
            assert "Who brings chairs?" in response.content.decode() or "text" in wrong
        assert texts(world.hill) == ["See you on Friday."]

    def test_its_writer_changes_and_deletes_it(self, signed_in, world: World):
        post = add_post(world, "hill-member")
        url = f"{BOARD}posts/{post.pk}/"
        for person in ("hill-leader", "hill-coordinator"):
            client = signed_in(person)
            assert client.get(url + "edit/").status_code == 302
            assert client.post(url + "edit/", data()).status_code == 403
            assert client.post(url + "delete/").status_code == 403
        client = signed_in("hill-member")
        assert "See you on Friday." in client.get(url + "edit/").content.decode()
        assert client.post(url + "edit/", data("Saturday!")).status_code == 302
        assert client.post(url + "edit/", data("")).status_code == 422
        assert "edited" in client.get(BOARD).content.decode()
        assert client.post(url + "delete/").status_code == 302
        page = client.get(BOARD).content.decode()
        assert "Deleted by its author." in page
        assert "Saturday!" not in page
        for deed in ("edit", "answer", "remove"):
            assert signed_in("hill-coordinator").get(f"{url}{deed}/").status_code == 404

    def test_a_coordinator_removes_words_and_says_why(self, signed_in, world: World):
        post = add_post(world, "hill-member", "She lives at")
        url = f"{BOARD}posts/{post.pk}/remove/"
        assert signed_in("hill-leader").post(url, {"reason": "x"}).status_code == 403
        client = signed_in("hill-coordinator")
        for wrong in ("", "x" * 301, "x\0"):
            assert client.post(url, {"reason": wrong}).status_code == 422
        assert "She lives at" in client.get(url).content.decode()
        client.post(url, {"reason": "About one person"})
        page = signed_in("hill-member").get(BOARD).content.decode()
        assert "Removed by a coordinator: About one person" in page
        assert "She lives at" not in page

    def test_it_shows_it_page_by_page(self, signed_in, world: World):
        add_post(world, "hill-member")
        client = signed_in("hill-member")
        few = queries(client, BOARD)
        for number in range(45):
            post = add_post(world, "hill-member", str(number))
            add_post(world, "hill-leader", f"to {number}", parent=post)
        assert queries(client, BOARD) == few
        url, texts = BOARD, []
        while url:
            response = client.get(url)
            texts += [thread.first.post.text for thread in response.context["page"].threads]
            url = response.context["next_url"]
        assert texts == [*map(str, reversed(range(45))), "See you on Friday."]
        assert client.get(response.context["previous_url"]).context["next_url"]
        for mark in ("x", "0", "9" * 40, "-1", "٣"):
            assert client.get(f"{BOARD}?after={mark}&before={mark}").status_code == 200


class TestBoardOfTwo:
    def test_both_teams_talk_with_their_names(self, signed_in, world: World):
        pair(world, world.hill, world.dale)
        assert WITH_DALE in signed_in("hill-member").get(BOARD).content.decode()
        signed_in("hill-member").post(WITH_DALE, data("How do you begin?"))
        client = signed_in("dale-member")
        [thread] = client.get(WITH_HILL).context["page"].threads
        answer = f"/c/dale/discussions/posts/{thread.first.post.pk}/answer/"
        client.post(answer, data("With the pastors."))
        assert client.get(f"/c/dale/discussions/posts/{thread.first.post.pk}/edit/").status_code == 302
        page = signed_in("hill-member").get(WITH_DALE).content.decode()
        assert "With the pastors." in page
        assert "dale-member" in page
        # Neither team's own board has any of it.
        for person, url in (("hill-member", BOARD), ("dale-member", "/c/dale/discussions/")):
            assert signed_in(person).get(url).context["page"].threads == []
        text = f"/c/dale/discussions/posts/{thread.first.post.pk}/remove/"
        assert signed_in("dale-coordinator").post(text, {"reason": "Too much"}).status_code == 302
        assert "Too much" in signed_in("hill-member").get(WITH_DALE).content.decode()

    def test_it_can_only_be_read_after_the_end(self, signed_in, world: World):
        pairing = pair(world, world.hill, world.dale)
        post = add_post(world, "hill-member", "to dale", partner=world.dale)
        end(world, pairing)
        client = signed_in("hill-member")
        page = client.get(WITH_DALE)
        assert (page.status_code, page.context["form"]) == (200, None)
        assert "to dale" in page.content.decode()
        assert client.post(WITH_DALE, data()).status_code == 403
        for deed in ("answer", "edit"):
            url = f"{BOARD}posts/{post.pk}/{deed}/"
            assert (client.get(url).status_code, client.post(url, data()).status_code) == (302, 403)
        assert client.post(f"{BOARD}posts/{post.pk}/delete/").status_code == 302
        assert texts(world.dale) == [""]

    def test_a_third_finds_no_such_board(self, signed_in, world: World, east: Community):
        pair(world, world.hill, world.dale)
        post = add_post(world, "hill-member", "to dale", partner=world.dale)
        client = signed_in("east-coordinator")
        for url in ("with/hill/", "with/dale/", "with/east/", "with/none/", f"posts/{post.pk}/answer/"):
            assert client.get(f"/c/east/discussions/{url}").status_code == 404
        assert signed_in("east-coordinator").get(WITH_DALE).status_code == 404
        assert signed_in("usa-staff").get(WITH_DALE).status_code == 404
