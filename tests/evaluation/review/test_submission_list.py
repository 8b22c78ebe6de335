import re

from communities.models import Stage
from tests.base import make_community
from tests.evaluation.rounds_world import answer_all, hand_in, make_round
from tfc.periods import HalfYear

URL = "/office/usa/submissions/"


def sections(page: str) -> dict[str, list[str]]:
    results = {}
    for state, body in re.findall(r'aria-labelledby="state-(\w+)">(.*?)</section>', page, re.DOTALL):
        results[state] = [name for name in ("Hill", "Dale", "Elsewhere") if f">{name}<" in body]
    return results


def test_it_lists_communities_by_state(world, round_, signed_in):
    hand_in(world.hill, round_, world["hill-coordinator"])
    page = signed_in("usa-staff").get(f"{URL}?round=2026-H1").content.decode()
    assert sections(page) == {"submitted": ["Hill"], "not_started": ["Dale"]}
    assert "1 of 2 has not submitted" in page


def test_it_takes_the_newest_round_and_filters_by_state(world, round_, signed_in):
    make_round(world.usa, HalfYear(2025, 2))
    answer_all(world.hill, round_, world["hill-coordinator"])
    staff = signed_in("usa-staff")
    assert sections(staff.get(URL).content.decode()) == {"draft": ["Hill"], "not_started": ["Dale"]}
    assert sections(staff.get(f"{URL}?round=2026-H1&state=draft").content.decode()) == {"draft": ["Hill"]}
    assert "No results" in staff.get(f"{URL}?state=accepted").content.decode()
    assert sections(staff.get(f"{URL}?round=2025-H2").content.decode()) == {
        "not_started": ["Dale", "Hill"][::-1]
    }


def test_it_marks_and_filters_surveys_with_open_remarks(world, round_, signed_in):
    submission = hand_in(world.hill, round_, world["hill-coordinator"])
    staff = signed_in("usa-staff")
    remarked, question = f"{URL}?round=2026-H1&state=remarks", f"{URL}{submission.pk}/questions/focus_chosen/"
    assert "No results" in staff.get(remarked).content.decode()
    assert staff.get(URL).content.decode().count("Open remarks") == 1, "the filter alone"
    staff.post(question, {"text": "Which one?"})
    assert sections(staff.get(remarked).content.decode()) == {"submitted": ["Hill"]}
    assert staff.get(URL).content.decode().count("Open remarks") == 2
    staff.post(question, {"resolve": "1"})
    assert "No results" in staff.get(remarked).content.decode()


def test_it_asks_only_communities_that_take_part(world, round_, signed_in):
    town = make_community(world.usa, "elsewhere")
    town.stage = Stage.CANDIDATE
    town.save()
    assert "Elsewhere" not in signed_in("usa-staff").get(URL).content.decode()


def test_it_leads_to_the_first_round(world, signed_in):
    page = signed_in("usa-staff").get(URL).content.decode()
    assert "Nothing yet" in page
    assert 'href="/office/usa/reporting-periods/"' in page


def test_it_knows_no_other_round(round_, signed_in):
    assert signed_in("usa-staff").get(f"{URL}?round=2020-H1").status_code == 404
