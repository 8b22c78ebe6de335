"""The chosen language, which stays after the next login."""

import re

from django.test import Client
from django.utils import translation

from communities.language_choice import READ
from tests.base import World
from tests.security.accounts.base import sign_in_by_page
from tests.support.public_base import publish
from tfc.translations import po_files

COOKIE = "django_language"


def test_it_keeps_a_visitor_s_language_in_a_cookie(client: Client, db: None):
    response = client.post("/language/", {"language": "es", "next": "/accounts/login/"})
    assert response.headers["Location"] == "/accounts/login/"
    assert response.cookies[COOKIE].value == "es"
    assert 'lang="es"' in client.get("/").content.decode()


def test_it_remembers_the_language_of_an_account(signed_in, world: World):
    signed_in("hill-member").post("/language/", {"language": "zh-hans"})
    world["hill-member"].refresh_from_db()
    assert world["hill-member"].language == "zh-hans"
    elsewhere = sign_in_by_page(world["hill-member"])
    assert elsewhere.cookies[COOKIE].value == "zh-hans"


def test_it_sets_no_cookie_for_who_never_chose(world: World):
    assert COOKIE not in sign_in_by_page(world["hill-member"]).cookies


def test_it_passes_over_a_language_it_does_not_speak(signed_in, world: World):
    response = signed_in("hill-member").post("/language/", {"language": "xx"})
    assert response.status_code == 302
    assert COOKIE not in response.cookies
    world["hill-member"].refresh_from_db()
    assert world["hill-member"].language == ""


def test_it_leads_back_only_to_our_own_pages(client: Client, db: None):
    response = client.post("/language/", {"language": "es", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


def test_it_changes_nothing_by_a_link(client: Client, db: None):
    assert client.get("/language/?language=es").status_code == 405


def test_a_community_writes_and_shows_itself_in_its_own_language(signed_in, world: World, mailoutbox):
    """This applies to people who chose no language; a preference of a browser or cookie for one of ours comes first."""
    client = signed_in("hill-coordinator")
    assert "As the office: English" in client.get("/c/hill/settings/language/").content.decode()
    assert client.post("/c/hill/settings/language/", {"language": "xx"}).status_code == 422
    assert client.post("/c/hill/settings/language/", {"language": "es"}).status_code == 302
    assert "Español" in client.get("/c/hill/settings/").content.decode()
    client.post("/c/hill/team/invite/", {"email": "nueva@example.org", "role": "1"})
    link = re.search(r"/invitations/\S+", mailoutbox[-1].body)
    assert link is not None
    new = Client().get(link[0], headers={"accept-language": "tl, de;q=0.5"})
    assert 'lang="es"' in new.content.decode()
    assert new.cookies[COOKIE].value == "es"
    assert 'lang="en"' in Client().get(link[0], headers={"accept-language": "en"}).content.decode()
    publish(world.hill, world["hill-coordinator"])
    public = {
        asks: Client().get("/p/hill/", headers={"accept-language": asks}).headers
        for asks in ("tl", "en", "zh-CN")
    }
    assert [answer["Content-Language"] for answer in public.values()] == ["es", "en", "zh-hans"]


def test_a_translation_counts_as_read_once_its_file_names_who_read_it():
    """docs/translating.md: the file's header names the native speaker who read it."""
    read = {
        path.parts[-3]: "nobody yet" not in path.read_text(encoding="utf-8")[:1500] for path in po_files()
    }
    assert {translation.to_locale(code) for code in READ} - {"en"} == {
        name for name, done in read.items() if done
    }
