from evaluation.models import Answer
from evaluation.survey import get_survey
from tests.base import within

URL = "/c/hill/survey/2026-H1/"


def get_form(page):
    """Return what the page's form sends."""
    data = {}
    for row in page.context["rows"]:
        form = row["form"]
        data |= {form[name].html_name: form[name].value() for name in ("revision", "shown_version")}
        data[form["decision"].html_name] = "confirmed"
    return data


def get_unknown_parts(world, round_):
    with within(world.hill):
        return [entry.part.code for entry in get_survey(world.hill, round_).unknown_left]


def test_it_confirms_all_unknown_figures_with_one_press(world, round_, coordinator):
    unknown = get_unknown_parts(world, round_)
    page = coordinator.get(f"{URL}unknown/")
    response = coordinator.post(f"{URL}all/", get_form(page))
    assert response["Location"] == f"{URL}check/"
    with within(world.hill):
        answers = {answer.part: answer for answer in Answer.objects.all()}
    assert len(unknown) > 2
    assert sorted(answers) == sorted(unknown)
    assert {answer.decision for answer in answers.values()} == {"confirmed"}
    assert {answer.computed["state"] for answer in answers.values()} == {"unknown"}


def test_it_says_why_each_is_unknown_and_where_to_change_that(world, round_, coordinator):
    page = coordinator.get(f"{URL}unknown/").content.decode()
    assert "Your community did not choose a focus" in page or "Focus" in page
    assert page.count("Add or correct records") > 1
    assert "Yes, these are not known" in page


def test_it_comes_after_the_questions_that_are_known(world, round_, coordinator):
    unknown = get_unknown_parts(world, round_)
    answered, page = [], coordinator.get(URL)
    while True:
        with within(world.hill):
            entry = get_survey(world.hill, round_).next
        if entry is None:
            break
        url = f"{URL}{entry.part.code}/"
        form = coordinator.get(url).context["form"]
        sent = {form[name].html_name: form[name].value() for name in ("revision", "shown_version")}
        page = coordinator.post(url, sent | {f"{entry.part.code}-decision": "confirmed"})
        answered.append(entry.part.code)
    assert page["Location"] == f"{URL}unknown/"
    assert not set(answered) & set(unknown)
    assert f"{URL}unknown/" in coordinator.get(URL).content.decode()
    assert f"{URL}unknown/" in coordinator.get("/c/hill/").content.decode()


def test_it_shows_members_the_list_without_a_button(world, round_, signed_in):
    page = signed_in("hill-member").get(f"{URL}unknown/").content.decode()
    assert "Yes, these are not known" not in page
    assert "csrf" in page


def test_a_figure_that_became_known_meanwhile_is_not_confirmed_unseen(world, round_, coordinator):
    sent = get_form(coordinator.get(f"{URL}unknown/"))
    code = get_unknown_parts(world, round_)[0]
    response = coordinator.post(f"{URL}all/", sent | {f"{code}-shown_version": "of-before"})
    assert response.status_code == 409
    with within(world.hill):
        assert not Answer.objects.exists()


def test_none_is_declared_on_the_same_page(world, round_, coordinator):
    page = coordinator.get(f"{URL}unknown/")
    assert 'formaction="/c/hill/survey/2026-H1/research_done/none/"' in page.content.decode()
    response = coordinator.post(f"{URL}research_done/none/", get_form(page))
    assert response.status_code == 302
    with within(world.hill):
        assert [answer.part for answer in Answer.objects.all()] == ["research_done"]
        assert Answer.objects.get().computed["state"] == "declared_zero"
