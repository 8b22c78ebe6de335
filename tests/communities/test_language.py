"""The language one chooses, and finds again after the next login."""

from django.test import Client

from tests.base import World

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
    elsewhere = Client()
    response = elsewhere.post(
        "/accounts/login/", {"login": "hill-member@example.org", "password": "traffickfree-demo"}
    )
    assert response.status_code == 302
    assert response.cookies[COOKIE].value == "zh-hans"


def test_it_sets_no_cookie_for_who_never_chose(client: Client, world: World):
    response = client.post(
        "/accounts/login/", {"login": "hill-member@example.org", "password": "traffickfree-demo"}
    )
    assert response.status_code == 302
    assert COOKIE not in response.cookies


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
