"""The survey as a resident answers it on a phone."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from residents.actions.waves import close_wave
from residents.models import AwarenessAnswer, AwarenessWave
from residents.questionnaire import PROMPTED, QUESTIONS
from tests.base import World, within
from tests.residents.public_base import (
    HERE,
    THANKS,
    add_wave,
    answer,
    answers,
    choices,
    get_form_data,
    proof,
    ticket,
    turned_away,
)
from tests.support.public_base import STATIC, get_text, publish, service

LANGUAGES = ("en", "es", "zh-hans")
LIMIT = 50_000
RIGHT_NAME = "I would ask at Casa Segura"


@pytest.fixture
def wave(world: World) -> AwarenessWave:
    cache.clear()
    return add_wave(world.hill)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_takes_answers_in_each_language_and_keeps_codes(
    world: World, wave: AwarenessWave, client: Client, language: str
):
    here = f"{HERE}?lang={language}"
    first = client.get(here)
    assert first.headers["Content-Language"] == language
    second = client.post(here, get_form_data(wave))
    assert second.status_code == 200
    response = client.post(here, choices(wave, ticket=second.context["ticket"]))
    assert (response.status_code, response.headers["Location"]) == (302, f"{THANKS}?lang={language}")
    [answer] = answers(world.hill)
    assert (answer.language, answer.source, answer.day) == (
        language,
        "phone",
        timezone.localdate(None, world.hill.zone),
    )
    kept_fields = {name: getattr(answer, name) for name in QUESTIONS}
    assert kept_fields == {
        "route_unprompted": "right",
        "hotline_unprompted": "dont_know",
        "definition": "right",
        "risks": ["debts", "sports_club"],
        "hotline_prompted": "wrong",
        "route_prompted": "right",
    }


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"route_unprompted": "the sheriff", "hotline_unprompted": "888 373 7888"}, ("right", "right")),
        ({"route_unprompted": "la línea de ayuda", "hotline_unprompted": ""}, ("right", "right")),
        ({"route_unprompted": RIGHT_NAME}, ("right", "dont_know")),
        ({"route_unprompted": "my uncle", "hotline_unprompted": "12345"}, ("wrong", "wrong")),
        (
            {"route_unprompted_none": ["refused"], "hotline_unprompted_none": ["refused"]},
            ("refused", "refused"),
        ),
        ({"route_unprompted_none": ["dont_know"]}, ("dont_know", "dont_know")),
    ],
)
def test_it_reads_the_words_and_carries_only_codes(
    world: World, wave: AwarenessWave, client: Client, typed: dict[str, Any], codes: tuple[str, str]
):
    service(world.hill, name="Casa Segura")
    page = {"ticket": ticket(wave, route="", hotline="")} | typed
    if not page.get("hotline_unprompted") and "hotline_unprompted_none" not in page:
        page["hotline_unprompted_none"] = ["dont_know"]
    second = client.post(HERE, page)
    assert second.status_code == 200
    text = get_text(second)
    assert not [word for word in typed.values() if isinstance(word, str) and word and word in text]
    answer(client, wave, ticket=second.context["ticket"])
    [stored_answer] = answers(world.hill)
    assert (stored_answer.route_unprompted, stored_answer.hotline_unprompted) == codes


def test_it_takes_dont_know_and_rather_not_say_everywhere(world: World, wave: AwarenessWave, client: Client):
    for code in ("dont_know", "refused"):
        inputs = {question.name: [code] if question.several else code for question in PROMPTED}
        signed = ticket(wave, route=code, hotline=code)
        inputs |= {"ticket": signed, "proof": proof(wave, signed)}
        assert client.post(HERE, inputs).status_code == 302
        stored_answer = answers(world.hill)[-1]
        assert {str(getattr(stored_answer, name)) for name in QUESTIONS} == {code, f"['{code}']"}


def test_it_suggests_nothing_before_it_asks(world: World, wave: AwarenessWave, client: Client):
    """Neither number nor name of a service is on the page, except behind two links; the second page may tell."""
    publish(world.hill, world["hill-coordinator"])
    wrong = client.post(HERE, get_form_data(wave, route_unprompted="x" * 201))
    for response in (client.get(HERE), wrong):
        result = re.sub("<[^>]+>", "", get_text(response).partition("<body>")[2])
        assert not re.search("hotline|police|911|888|7888", result, re.IGNORECASE)
        assert get_text(response).count(f'href="{HERE}help/">Help and safety</a>') == 2
    second = get_text(client.post(HERE, get_form_data(wave)))
    assert f"{HERE}help/" not in second
    # The question names the number, on one line.
    assert '<span class="text-nowrap">1-888-373-7888</span>' in second
    assert 'href="tel:+1-888-373-7888"' in second


def test_it_leads_to_help_from_the_questions_also_where_nothing_is_published(
    world: World, wave: AwarenessWave, client: Client
):
    response = client.get(f"{HERE}help/", {"lang": "en"})
    text = get_text(response)
    assert response.headers["Cache-Control"] == "no-store"
    main = text.partition("<main")[2].partition("</main>")[0]
    assert 'href="tel:+1-888-373-7888"' in main
    assert 'href="tel:911"' in main
    assert f'href="{HERE}?lang=en"' in main
    assert "/p/hill/help/" not in main
    publish(world.hill, world["hill-coordinator"])
    assert 'href="/p/hill/help/"' in get_text(client.get(f"{HERE}help/"))
    assert client.get(f"/p/dale/survey/{wave.code}/help/").status_code == 404
    assert client.post(f"{HERE}help/").status_code == 405


def test_it_changes_the_language_of_each_page_and_keeps_what_was_filled_in(
    world: World, wave: AwarenessWave, client: Client, monkeypatch: pytest.MonkeyPatch
):
    """The language changes with buttons and without a cookie; Enter presses the submit button."""
    monkeypatch.setattr("residents.actions.answers.AT_LEAST", dt.timedelta(0))
    page = client.get(HERE)
    buttons = re.findall(r"<button[^>]*>", get_text(page))
    assert "name=" not in buttons[0]
    assert [re.search(r'formaction="([^"]+)"', button)[1] for button in buttons[1:4]] == [  # type: ignore[index]
        f"{HERE}?lang={code}" for code in LANGUAGES
    ]
    first = {
        "ticket": page.context["ticket"], "route_unprompted": 'my "aunt"', "hotline_unprompted_none": ["refused"],
    }  # fmt: skip
    spanish = client.post(f"{HERE}?lang=es", first | {"language": "es"})
    assert (spanish.status_code, spanish.headers["Content-Language"]) == (200, "es")
    assert 'value="my &quot;aunt&quot;"' in get_text(spanish)
    assert re.search(r'name="hotline_unprompted_none" value="refused"[^>]*checked', get_text(spanish))
    assert "1-888" not in get_text(spanish)
    second = client.post(f"{HERE}?lang=es", first | {"ticket": spanish.context["ticket"]})
    half = {"ticket": second.context["ticket"], "risks": ["debts", "no_home", "nonsense"], "website": ""}
    chinese = client.post(f"{HERE}?lang=zh-hans", half | {"language": "zh-hans"})
    assert (chinese.status_code, chinese.headers["Content-Language"]) == (200, "zh-hans")
    for code in ("debts", "no_home"):
        assert re.search(rf'value="{code}"[^>]*checked', get_text(chinese))
    assert not re.search(r'class="wrong|role="alert"', get_text(chinese))
    result = choices(wave, ticket=chinese.context["ticket"])
    assert client.post(f"{HERE}?lang=zh-hans", result).status_code == 302
    [answer] = answers(world.hill)
    assert (answer.language, answer.route_unprompted, answer.hotline_unprompted) == (
        "zh-hans",
        "wrong",
        "refused",
    )
    assert dict(client.cookies) == {}


def test_it_leads_back_keeps_everything_and_lets_no_first_answer_become_better(
    world: World, wave: AwarenessWave, client: Client
):
    """The second page names the hotline: first answers can be removed afterwards, but not rewritten."""
    half = {
        "ticket": ticket(wave, route="wrong", hotline="dont_know"),
        "risks": ["debts", "no_home"],
        "back": "1",
    }
    first = client.post(HERE, half)
    text = get_text(first)
    assert first.status_code == 200
    assert "Your first two answers" in text
    assert re.search(r'name="route_unprompted" value="keep"[^>]*checked', text)
    assert 'type="text"' not in text
    sent = {
        "ticket": first.context["ticket"], "settled": "1", "risks": ["debts", "no_home"],
        "route_unprompted": "refused", "hotline_unprompted": "keep",
    }  # fmt: skip
    spanish = client.post(f"{HERE}?lang=es", sent | {"language": "es"})
    assert re.search(r'name="route_unprompted" value="refused"[^>]*checked', get_text(spanish))
    assert get_text(spanish).count('type="hidden" name="risks"') == 2
    forged = client.post(HERE, sent | {"route_unprompted": "right"})
    assert forged.status_code == 422
    assert "right is not one of the available choices." in get_text(forged)
    second = client.post(HERE, sent)
    for code in ("debts", "no_home"):
        assert re.search(rf'value="{code}"[^>]*checked', get_text(second))
    client.post(HERE, choices(wave, ticket=second.context["ticket"]))
    [answer] = answers(world.hill)
    assert (answer.route_unprompted, answer.hotline_unprompted) == ("refused", "dont_know")


def test_it_begins_again_where_the_way_back_was_open_for_too_long(
    world: World, wave: AwarenessWave, client: Client
):
    response = client.post(HERE, {"ticket": "x", "settled": "1", "route_unprompted": "keep"})
    assert response.status_code == 422
    assert "Please start again." in get_text(response)


@pytest.mark.parametrize("path", [HERE, THANKS])
def test_it_leaves_nothing_on_the_device(wave: AwarenessWave, client: Client, path: str):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    body = response.content.decode().partition("<body")[2]
    assert "data-exit" in re.search(r"<(a|button|input|select|textarea)\b[^>]*>", body)[0]  # type: ignore[index]
    title = re.search(r"<title>(.*?)</title>", get_text(response))
    assert not re.search("traffick|slave|hotline", title[1], re.IGNORECASE)  # type: ignore[index]


def test_it_needs_no_cookie_and_sets_none(world: World, wave: AwarenessWave):
    strict = Client(enforce_csrf_checks=True)
    strict.get(HERE)
    strict.post(HERE, get_form_data(wave))
    response = strict.post(HERE, choices(wave), headers={"Origin": "null"})
    assert (response.status_code, len(answers(world.hill))) == (302, 1)
    strict.get(THANKS)
    assert dict(strict.cookies) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stays_small(wave: AwarenessWave, client: Client, language: str):
    loaded = ("css/public.css", "css/public-content.css", "js/quick-exit.js")
    style = sum((STATIC / name).stat().st_size for name in loaded)
    for response in (
        client.get(HERE, {"lang": language}),
        client.post(f"{HERE}?lang={language}", get_form_data(wave)),
    ):
        assert len(response.content) + style < LIMIT


def test_it_thanks_and_says_where_help_is(world: World, wave: AwarenessWave, client: Client):
    publish(world.hill, world["hill-coordinator"])
    text = get_text(client.get(THANKS))
    assert "Thank you" in text
    assert text.count('href="tel:+1-888-373-7888"') == 2
    assert '<a class="button" href="/p/hill/help/">' in text


def test_it_works_where_the_office_has_no_hotline(world: World, wave: AwarenessWave, client: Client):
    world.usa.hotlines = []
    world.usa.save()
    second = get_text(client.post(HERE, get_form_data(wave, hotline_unprompted="a hotline")))
    assert "There is a hotline against human trafficking, day and night. Had you heard of it" in second
    assert answer(client, wave).status_code == 302


def test_it_counts_an_answer_that_is_sent_twice_once(world: World, wave: AwarenessWave, client: Client):
    page = choices(wave)
    assert client.post(HERE, page).headers["Location"] == THANKS
    for changes in ({}, {"definition": "smuggling"}):
        again = client.post(HERE, page | changes)
        assert "You sent this form before. Only its first answers count." in get_text(again)
    [answer] = answers(world.hill)
    assert answer.definition == "right"
    assert turned_away(world.hill) == {}


def test_it_counts_two_residents_of_one_phone_twice(world: World, wave: AwarenessWave, client: Client):
    for _ in range(2):
        client.post(HERE, get_form_data(wave))
        answer(client, wave)
    first, other = answers(world.hill)
    assert first.client_id != other.client_id


def _closed(world: World, wave: AwarenessWave) -> None:
    with within(world.hill):
        close_wave(wave=wave, by=world["hill-leader"])


def _changed(**values: Any) -> Any:
    def change(world: World, wave: AwarenessWave) -> None:
        with within(world.hill):
            AwarenessWave.objects.filter(pk=wave.pk).update(**values)

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_closed, "These questions are closed"),
        (_changed(ends_on=dt.date(2020, 1, 1)), "These questions are closed"),
        (_changed(starts_on=dt.date(2200, 1, 1), ends_on=dt.date(2200, 1, 2)), "open on Jan. 1, 2200"),
    ],
)
def test_it_says_kindly_that_a_wave_is_not_open(
    world: World, wave: AwarenessWave, client: Client, change: Any, sentence: str
):
    page = choices(wave)
    change(world, wave)
    for response in (client.get(HERE), client.post(HERE, get_form_data(wave)), client.post(HERE, page)):
        assert response.status_code == 200
        assert sentence in get_text(response)
        assert "data-exit" in get_text(response)
    assert answers(world.hill) == []


def test_it_says_when_a_wave_is_full(world: World, wave: AwarenessWave, client: Client):
    _changed(quota=1)(world, wave)
    second = choices(wave)
    answer(client, wave)
    for response in (client.get(HERE), client.post(HERE, get_form_data(wave)), client.post(HERE, second)):
        assert "We have enough answers" in get_text(response)
    assert len(answers(world.hill)) == 1


@pytest.mark.parametrize("rest", ["", "thanks/"])
def test_it_says_that_an_address_is_wrong_with_the_way_out(
    world: World, wave: AwarenessWave, client: Client, rest: str
):
    gone = add_wave(world.hill, code="gone", deleted_at=timezone.now())
    for start in ("/p/hill/survey/unknown/", f"/p/dale/survey/{wave.code}/", f"/p/hill/survey/{gone.code}/"):
        response = client.get(start + rest)
        assert response.status_code == 404
        assert "Page not found" in get_text(response)
        assert "data-exit" in get_text(response)


def test_it_takes_no_other_verb(wave: AwarenessWave, client: Client):
    assert client.put(HERE).status_code == 405
    assert client.post(THANKS).status_code == 405


def test_it_keeps_the_communitys_own_day(world: World, wave: AwarenessWave, client: Client):
    """The row has the date and nothing finer."""
    answer(client, wave)
    kinds = {field.name: field.get_internal_type() for field in AwarenessAnswer._meta.fields}
    assert {name for name, kind in kinds.items() if kind in ("DateTimeField", "TimeField")} == set()
    assert {name for name, kind in kinds.items() if kind in ("TextField", "GenericIPAddressField")} == set()
    [stored_answer] = answers(world.hill)
    assert stored_answer.day == dt.datetime.now(world.hill.zone).date()
