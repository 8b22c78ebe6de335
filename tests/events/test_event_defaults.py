import datetime as dt

from events.prefill import Proposal, propose_meeting, usual

at = dt.datetime.fromisoformat
# A Wednesday.
NOW = at("2026-11-25 20:00")
TUESDAYS = [at("2026-11-17 19:00"), at("2026-11-10 19:00"), at("2026-11-03 18:00")]


def test_it_proposes_today_without_a_habit():
    assert propose_meeting([], NOW) == Proposal(NOW.date(), None)


def test_it_proposes_the_latest_usual_weekday_and_time():
    assert propose_meeting(TUESDAYS, NOW) == Proposal(dt.date(2026, 11, 24), dt.time(19))


def test_it_does_not_propose_a_day_that_is_recorded():
    assert propose_meeting([at("2026-11-24 19:00"), *TUESDAYS], NOW) == Proposal(NOW.date(), dt.time(19))


def test_it_proposes_today_once_the_usual_day_is_more_than_two_days_ago():
    assert propose_meeting(TUESDAYS, at("2026-11-26 20:00")).day == dt.date(2026, 11, 24)
    assert propose_meeting(TUESDAYS, at("2026-11-27 20:00")) == Proposal(dt.date(2026, 11, 27), dt.time(19))


def test_it_proposes_nothing_that_is_still_to_come():
    noon = at("2026-11-24 12:00")
    assert propose_meeting(TUESDAYS[1:], noon) == Proposal(dt.date(2026, 11, 24), None)
    assert propose_meeting(TUESDAYS, noon) == Proposal(dt.date(2026, 11, 24), None)


def test_it_takes_for_usual_what_was_there_more_often_than_not():
    assert usual([]) == usual([{1, 2}]) == []
    assert usual([{1, 2}, {2, 1}]) == [1, 2]
    assert usual([{1, 2}, {2, 3}]) == [2]
    assert usual([{1}, {1}, {2}, {2}]) == []
    assert usual([["Library"], [], ["Library"]]) == ["Library"]
