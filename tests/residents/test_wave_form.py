"""Starting a wave, and editing it."""

import datetime as dt
import uuid
from typing import Any

import pytest

from residents.questionnaire import VERSION
from tests.base import World
from tests.line_breaks import keep_together
from tests.residents.waves_base import (
    DAY,
    FIRST,
    LAST,
    TODAY,
    add_answers,
    all_waves,
    get_text,
    make_wave,
    stored,
    url_for,
    waves,
)
from tfc.periods import HalfYear

NEW = waves("hill", "new/")
HALF_YEAR = HalfYear.from_day(DAY)
BEGIN, END = max(FIRST, HALF_YEAR.first_day), min(LAST, HALF_YEAR.last_day)


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid.uuid4()),
        "sampling": "street",
        "place": "Market and station",
        "starts_on": BEGIN.isoformat(),
        "ends_on": END.isoformat(),
        "quota": "300",
    } | changes


WRONG_STARTING = [
    ({"sampling": ""}, "sampling", "Choose one."),
    (
        {"sampling": "dreams"},
        "sampling",
        "Select a valid choice. dreams is not one of the available choices.",
    ),
    ({"place": "x" * 161}, "place", "This text has 161 characters. Shorten it to 160 or fewer."),
    ({"place": "a\x00b"}, "place", "Null characters are not allowed."),
    ({"starts_on": "10000-01-01"}, "starts_on", "Enter a valid date."),
    ({"starts_on": "1999-12-31"}, "starts_on", "Enter a date from 2000 on."),
    ({"ends_on": "2000-01-01"}, "ends_on", "Enter an end after the start."),
    (
        {"starts_on": "2025-12-30", "ends_on": "2026-01-02"},
        "ends_on",
        keep_together(
            "Its half-year ends on Dec. 31, 2025. End the survey by then, and start a new one for later days."
        ),
    ),
    ({"starts_on": "9999-07-01", "ends_on": "10000-01-01"}, "ends_on", "Enter a valid date."),
    ({"quota": "29"}, "quota", "Enter 30 or a larger number."),
    ({"ends_on": BEGIN.isoformat()}, "ends_on", "This day is past. To end the survey now, close it."),
    ({"quota": "9" * 30}, "quota", "Enter 5000 or a smaller number."),
]


class TestStarting:
    def test_it_starts_a_wave_with_a_code_and_the_version_of_today(self, world: World, signed_in):
        response = signed_in("hill-leader").post(NEW, filled())
        (wave,) = all_waves(world.hill)
        assert response.headers["Location"] == url_for(wave)
        assert (wave.sampling, wave.place, wave.starts_on, wave.ends_on, wave.quota) == (
            "street", "Market and station", BEGIN, END, 300,
        )  # fmt: skip
        assert wave.version == VERSION
        assert len(wave.code) == 8
        assert wave.created_by == world["hill-leader"]

    def test_it_starts_one_where_the_form_is_sent_twice(self, world: World, signed_in):
        client, data = signed_in("hill-leader"), filled()
        client.post(NEW, data)
        client.post(NEW, data)
        assert len(all_waves(world.hill)) == 1

    def test_it_proposes_two_weeks_from_today(self, world: World, signed_in):
        initial = signed_in("hill-leader").get(NEW).context["form"].initial
        assert initial["starts_on"] <= initial["ends_on"] <= initial["starts_on"] + dt.timedelta(days=14)
        assert (initial["starts_on"].month > 6) == (initial["ends_on"].month > 6)

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for changes, field, message in WRONG_STARTING:
            with subtests.test(changes=changes):
                response = signed_in("hill-leader").post(NEW, filled(**changes))
                assert response.status_code == 422
                assert message in response.context["form"].errors[field]
                assert all_waves(world.hill) == []
                if "place" not in changes:
                    assert 'value="Market and station"' in response.content.decode()


class TestChanging:
    def test_it_changes_everything_before_the_first_answer(self, world: World, signed_in):
        wave = make_wave(world.hill)
        response = signed_in("hill-leader").post(
            url_for(wave, "edit/"), filled(revision="1", sampling="event")
        )
        assert response.headers["Location"] == url_for(wave)
        assert stored(world.hill, wave).sampling == "event"

    def test_it_reveals_no_date_of_an_answer(self, world: World, signed_in):
        """Trying days until one is refused would reveal when people answered."""
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=1, day=DAY)
        client, day = signed_in("hill-leader"), dt.timedelta(days=1)
        assert "This survey has responses. To meet people in another way, start a new survey." in get_text(
            client.get(url_for(wave, "edit/"))
        )
        changes = {"sampling": "event", "starts_on": (DAY + day).isoformat(), "quota": "30"}
        client.post(url_for(wave, "edit/"), filled(revision="1", **changes))
        result = stored(world.hill, wave)
        assert (result.sampling, result.quota, result.starts_on) == ("street", 30, FIRST)
        response = client.post(url_for(wave, "edit/"), filled(revision="2", ends_on=(DAY - day).isoformat()))
        assert "This day is past. To end the survey now, close it." in get_text(response)

    def test_it_opens_no_closed_survey_by_another_last_day(self, world: World, signed_in):
        wave = make_wave(world.hill, ends_on=TODAY - dt.timedelta(days=1))
        client = signed_in("hill-leader")
        assert "Reopen the survey to change this." in get_text(client.get(url_for(wave, "edit/")))
        client.post(url_for(wave, "edit/"), filled(revision="1", place="Port", quota="40"))
        result = stored(world.hill, wave)
        assert (result.place, result.ends_on, result.quota) == ("Port", wave.ends_on, 400)

    def test_it_lets_a_survey_of_two_half_years_keep_its_days(self, world: World, signed_in):
        """Such a survey could be stored before; its answers fix the days."""
        days = {"starts_on": dt.date(2025, 12, 20), "ends_on": dt.date(2026, 1, 10)}
        wave, client = make_wave(world.hill, **days), signed_in("hill-leader")
        sent = filled(place="Port", **{name: day.isoformat() for name, day in days.items()})
        assert client.post(url_for(wave, "edit/"), sent | {"revision": "1"}).status_code == 302
        client.post(url_for(wave, "edit/"), sent | {"revision": "2", "ends_on": "2026-01-11"})
        result = stored(world.hill, wave)
        assert (result.place, result.ends_on) == ("Port", days["ends_on"])

    def test_it_shows_both_versions_after_a_save_meanwhile(self, world: World, signed_in):
        wave = make_wave(world.hill)
        client = signed_in("hill-leader")
        client.post(url_for(wave, "edit/"), filled(revision="1", place="Theirs"))
        response = client.post(url_for(wave, "edit/"), filled(revision="1", place="Mine"))
        assert response.status_code == 409
        assert "Theirs" in get_text(response)
        assert 'value="Mine"' in response.content.decode()
        assert stored(world.hill, wave).place == "Theirs"
        again = filled(revision=response.context["form"]["revision"].value(), place="Mine")
        client.post(url_for(wave, "edit/"), again)
        assert stored(world.hill, wave).place == "Mine"


class TestClosing:
    def test_it_closes_and_opens_again(self, world: World, signed_in):
        wave, client = make_wave(world.hill), signed_in("hill-leader")
        page = client.post(url_for(wave, "close/"), follow=True)
        closed = stored(world.hill, wave).closed_at
        assert closed
        assert f'action="{url_for(wave, "open/")}"' in page.content.decode()
        client.post(url_for(wave, "close/"))
        assert stored(world.hill, wave).closed_at == closed
        client.post(url_for(wave, "open/"))
        assert stored(world.hill, wave).closed_at is None


class TestDeleting:
    def test_it_deletes_at_once_and_restores(self, world: World, signed_in):
        wave, client = make_wave(world.hill), signed_in("hill-leader")
        assert client.get(url_for(wave, "delete/")).status_code == 405
        assert 'name="answers" value="0"' in client.get(url_for(wave)).content.decode()
        response = client.post(url_for(wave, "delete/"), {"answers": "0"}, follow=True)
        assert f'action="{url_for(wave, "restore/")}"' in response.content.decode()
        assert "1 deleted survey" in get_text(response)
        assert client.get(url_for(wave)).status_code == 404
        assert client.get(f"/p/hill/survey/{wave.code}/").status_code == 404
        assert get_text(client.post(url_for(wave, "restore/"), follow=True)).count("Restored.") == 1
        assert stored(world.hill, wave).deleted_at is None

    def test_it_deletes_answers_for_coordinators_alone_and_only_those_that_were_seen(
        self, world: World, signed_in
    ):
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=3)
        leader = signed_in("hill-leader")
        assert leader.post(url_for(wave, "delete/"), {"answers": "3"}).status_code == 403
        assert "The number has changed" in get_text(
            leader.post(url_for(wave, "delete/"), {"answers": "0"}, follow=True)
        )
        assert url_for(wave, "delete/") not in leader.get(url_for(wave)).content.decode()
        client = signed_in("hill-coordinator")
        page = client.get(url_for(wave))
        assert 'name="answers" value="3"' in page.content.decode()
        assert "Its 3 responses will no longer count" in get_text(page)
        for odd in ("0", "2", "", "x", "\x00", "9" * 30, "-1"):
            response = client.post(url_for(wave, "delete/"), {"answers": odd}, follow=True)
            assert "The number has changed" in get_text(response)
        assert stored(world.hill, wave).deleted_at is None
        answer = client.post(url_for(wave, "delete/"), {"answers": "3"}, follow=True)
        assert f'action="{url_for(wave, "restore/")}"' in answer.content.decode()
        assert stored(world.hill, wave).deleted_at
