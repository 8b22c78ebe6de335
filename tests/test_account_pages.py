"""allauth's pages in our layout: one heading, a title, labels, and nothing that the CSP refuses."""

import re
from collections.abc import Callable

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from tests.base import World

OPEN = ["account_login", "account_signup", "account_request_login_code", "account_reset_password"]
BEHIND = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_list_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "usersessions_list",
]


def check(page: str) -> None:
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>\s*[^\s<][^<]* – TraffickFree\s*</title>", page)
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"", page) == []
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or "application/json" in attributes
    labelled = set(re.findall(r"<label[^>]*\sfor=\"([^\"]+)\"", page))
    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    shown_items = [field for field in fields if 'type="hidden"' not in field]
    assert {re.search(r"\sid=\"([^\"]+)\"", field)[1] for field in shown_items} - labelled == set()  # type: ignore[index]


def shown_again(client: Client) -> Client:
    client.post(reverse("account_reauthenticate"), {"password": "traffickfree-demo"})
    return client


@pytest.mark.parametrize("name", OPEN)
def test_it_shows_a_visitor_the_page(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    check(response.content.decode())


@pytest.mark.parametrize("name", BEHIND)
def test_it_shows_a_signed_in_person_the_page(signed_in: Callable[[str], Client], name: str) -> None:
    response = signed_in("hill-coordinator").get(reverse(name), follow=True)
    assert response.status_code == 200
    check(response.content.decode())


def test_it_offers_for_an_address_only_what_is_of_use(signed_in: Callable[[str], Client]) -> None:
    client, button = shown_again(signed_in("hill-coordinator")), 'name="action_send"'
    page = client.get(reverse("account_email")).content.decode()
    assert "Main" in page
    assert button not in page
    client.post(reverse("account_email"), {"email": "second@example.org", "action_add": ""})
    assert button in client.get(reverse("account_email")).content.decode()


def test_it_says_at_the_field_what_is_wrong(client: Client, db: None) -> None:
    response = client.post(reverse("account_login"), {"login": "nobody", "password": ""})
    page = response.content.decode()
    check(page)
    assert '<a href="#id_login">' in page
    assert '<a href="#id_password">' in page
    assert re.search(r"<input[^>]*value=\"nobody\"[^>]*aria-invalid=\"true\"", page)
    assert 'id="id_password_error"' in page


@pytest.mark.parametrize("language", ["es", "zh-hans"])
def test_it_keeps_the_chosen_language(client: Client, db: None, language: str) -> None:
    client.post(reverse("set_language"), {"language": language, "next": "/accounts/login/"})
    assert f'<html lang="{language}"' in client.get("/accounts/login/").content.decode()


def test_it_keeps_the_chosen_theme(client: Client, db: None) -> None:
    client.post(reverse("theme"), {"theme": "dark", "next": "/accounts/login/"})
    page = client.get("/accounts/login/").content.decode()
    assert 'data-bs-theme="dark"' in page
    # The color of the empty page, before the style sheets are there.
    assert re.search(r'<meta name="color-scheme"\s+content="dark">', page)


def test_it_explains_access_to_a_person_without_invitation(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert "By invitation only" in page
    assert '<form class="tf-form"' not in page


def test_it_leads_nowhere_where_the_next_address_is_none(client: Client, db: None) -> None:
    response = client.get(reverse("account_reset_password_done"), {"next": "http://[1/"})
    assert response.status_code == 200


def test_it_shows_a_missing_page_in_the_frame(signed_in: Callable[[str], Client], world: World) -> None:
    response = signed_in("hill-leader").get("/no/such/page/")
    assert response.status_code == 404
    check(response.content.decode())


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html"])
def test_it_draws_the_page_of_last_resort_from_nothing(template: str) -> None:
    check(get_template(template).render())


def test_it_shows_the_setting_up_of_a_second_step(signed_in: Callable[[str], Client]) -> None:
    client = shown_again(signed_in("hill-leader"))
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    check(page)
    assert 'src="data:image/svg+xml' in page


def test_it_shows_recovery_codes_a_line_each(signed_in: Callable[[str], Client]) -> None:
    client = shown_again(signed_in("hill-coordinator"))
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    check(page)
    assert re.search(r"readonly>(\s*\S{8,}\n){10}\s*</textarea>", page)
