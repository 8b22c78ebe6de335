"""Rules for every public page: headers, no cookies, size, quick exit, and nothing if nothing is published."""

import re

import pytest
from django.test import Client

from communities.models import Community
from support.models import PublicProfile
from tests.base import World, hotline, sign_in, within
from tests.support.public_base import (
    LIMIT,
    PAGES,
    STATIC,
    WITHOUT_FORM,
    get_text,
    page,
    public_event,
    publish,
    service,
)
from tests.support.services_base import make, span

LANGUAGES = ("en", "es", "zh-hans")


@pytest.fixture
def hill(world: World) -> Community:
    publish(world.hill, world["hill-coordinator"])
    return world.hill


@pytest.mark.parametrize("rest", PAGES)
def test_it_answers_and_leaves_nothing_on_the_device(hill: Community, client: Client, rest: str):
    response = client.get(page(rest))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == ("same-origin" if rest == "volunteer/" else "no-referrer")
    assert response.headers.get("X-Robots-Tag") == ("noindex" if rest == "volunteer/" else "noarchive")


@pytest.mark.parametrize("rest", WITHOUT_FORM)
def test_it_sets_no_cookie_before_a_form(hill: Community, client: Client, rest: str):
    response = client.get(page(rest), {"lang": "es"})
    assert response.status_code == 200
    assert (dict(response.cookies), dict(client.cookies)) == ({}, {})


def test_it_sets_only_the_cookie_against_forgery_with_a_form(hill: Community, client: Client):
    [cookie] = client.get(page("volunteer/")).cookies.values()
    assert (cookie.key, cookie["max-age"], cookie["expires"]) == ("csrftoken", "", "")


def test_it_shows_a_signed_in_member_the_public_page(world: World, hill: Community, client: Client):
    anybody = get_text(client.get(page()))
    assert get_text(sign_in(client, world["hill-coordinator"]).get(page())) == anybody


@pytest.mark.parametrize("rest", PAGES)
def test_it_is_not_there_before_it_is_published(world: World, client: Client, rest: str):
    with within(world.hill):
        PublicProfile.objects.create(about_en="Not yet", updated_by=world["hill-coordinator"])
    unpublished, unknown = client.get(page(rest)), client.get(page(rest, "nowhere"))
    assert (unpublished.status_code, unknown.status_code) == (404, 404)
    assert unpublished.content == unknown.content
    assert "data-exit" in get_text(unpublished)
    assert unpublished.headers["Cache-Control"] == "no-store"
    assert dict(client.cookies) == {}


@pytest.mark.parametrize("rest", PAGES)
def test_the_quick_exit_is_the_first_focusable_element(hill: Community, client: Client, rest: str):
    body = client.get(page(rest)).content.decode().partition("<body")[2]
    first = re.search(r"<(a|button|input|select|textarea)\b[^>]*>", body)
    assert first
    assert "data-exit" in first[0]
    assert 'rel="noreferrer nofollow"' in first[0]
    assert 'href="https://www.wikipedia.org/"' in first[0]


@pytest.mark.parametrize("rest", PAGES)
def test_it_names_the_hotline(hill: Community, client: Client, rest: str):
    text = get_text(client.get(page(rest)))
    assert 'href="tel:+1-888-373-7888"' in text
    assert 'href="tel:911"' in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rest", PAGES)
def test_it_stays_under_50_kilobytes_and_loads_nothing_from_other_hosts(
    world: World, hill: Community, client: Client, rest: str, language: str
):
    for number in range(8):
        service(hill, name=f"Safe House {number}", description="x" * 200, eligibility="x" * 80)
        public_event(world, title=f"Evening {number}")
    html = client.get(page(rest), {"lang": language}).content
    loaded = re.findall(r'<(?:link|script|img|source|iframe)\b[^>]*(?:href|src)="([^"]+)"', html.decode())
    proof = [] if rest in WITHOUT_FORM else ["/static/js/proof.js"]
    assert sorted(loaded) == [
        "/static/css/public-content.css", "/static/css/public.css", "/static/img/local.svg",
        *(["/static/img/towns/hills.svg"] if not rest else []),
        *(["/static/js/find-help.js"] if rest == "help/" else []),
        *proof,
        "/static/js/quick-exit.js",
    ]  # fmt: skip
    loaded += [name.replace("proof", "proof-worker") for name in proof]
    size = len(html) + sum((STATIC / path.removeprefix("/static/")).stat().st_size for path in loaded)
    assert size < LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_keeps_the_chosen_language_in_its_links(hill: Community, client: Client, language: str):
    response = client.get(page(), {"lang": language})
    text = get_text(response)
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in text
    assert f'href="/p/hill/help/?lang={language}"' in text
    assert text.count('aria-current="true"') == 1


def test_it_uses_the_language_of_the_browser_and_ignores_one_that_it_does_not_know(
    hill: Community, client: Client
):
    response = client.get(page(), {"lang": "xx"}, headers={"Accept-Language": "es-MX,es;q=0.9"})
    assert response.headers["Content-Language"] == "es"
    assert "?lang=xx" not in get_text(response)


def test_it_offers_the_same_page_in_the_other_languages(hill: Community, client: Client):
    text = get_text(client.get(page("help/"), {"need": "physical", "lang": "en"}, follow=True))
    assert 'href="/p/hill/help/?lang=es"' in text
    assert "need=" not in text.partition("</header>")[0]


@pytest.mark.parametrize("rest", PAGES)
def test_it_shows_every_hotline_of_the_office(world: World, hill: Community, client: Client, rest: str):
    world.usa.hotlines = [hotline("1-888-373-7888"), hotline("988")]
    world.usa.save()
    text = get_text(client.get(page(rest)))
    foot = text.partition('<footer class="foot">')[2]
    assert 'href="tel:+1-888-373-7888">1-888-373-7888<' in foot
    assert 'href="tel:988">988<' in foot


@pytest.mark.parametrize("rest", PAGES)
def test_it_shows_what_the_office_confirmed(world: World, hill: Community, client: Client, rest: str):
    world.usa.hotlines = [
        hotline("988")
        | {"name": "Line <b>", "text_number": "233733", "always_open": False, "hours": "9:00–17:00",
           "languages": ["es", "en"], "url": "https://line.example/"}
    ]  # fmt: skip
    world.usa.emergency_number = "912"
    world.usa.save()
    foot = get_text(client.get(page(rest))).partition('<footer class="foot">')[2]
    for part in (
        "Line &lt;b&gt;",
        'href="sms:233733"',
        "9:00–17:00",
        "Spanish, English",
        'href="tel:912"',
    ):
        assert part in foot
    assert '<a href="https://line.example/" rel="noreferrer nofollow">' in foot


def test_it_says_which_number_to_call_without_a_hotline(world: World, client: Client):
    world.uk.hotlines = []
    world.uk.save()
    publish(world.moor, world["moor-coordinator"])
    text = get_text(client.get(page("help/", "moor")))
    assert 'href="tel:999"' in text
    assert "You do not have to say your name" not in text.partition('<footer class="foot">')[2]


@pytest.mark.parametrize("rest", WITHOUT_FORM)
def test_it_takes_no_other_verb(hill: Community, client: Client, rest: str):
    assert client.post(page(rest)).status_code == 405


@pytest.mark.parametrize("rest", ["", "help/", "safety/", "privacy/"])
def test_it_shows_hotlines_of_the_directory_next_to_the_office_s(
    world: World, hill: Community, client: Client, rest: str
):
    own = {"kinds": ["hotline"], "is_public": True, "languages": ["es"]}
    make(hill, "Night Line", phone="+1 626-555-0142", always_open=True, **own)
    make(hill, "Evening Line", phone="+1 626-555-0143", hours=[span(0, "18:00", "22:00")], **own)
    make(hill, "No phone", **own)
    make(hill, "Waits", phone="+1 626-555-0144", approved_at=None, **own)
    make(hill, "Clinic", phone="+1 626-555-0145", kinds=["crisis"], is_public=True)
    text = " ".join(re.sub("<[^>]+>", " ", get_text(client.get(page(rest)))).split())
    foot = text.rpartition("Talk to someone")[2]
    assert "1-888-373-7888 Oasis · Open 24 hours · English" in foot
    assert "+1 626-555-0142 Night Line · Open 24 hours · Spanish" in foot
    assert re.search(r"\+1 626-555-0143 Evening Line · Monday: 6.p\.m\.–.10.p\.m\. · Spanish", foot)
    assert not any(name in foot for name in ("No phone", "Waits", "Clinic"))
