"""When a service is down, people are asked to wait and keep what they typed: never a bare 500."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client, override_settings

from dev.cluster.writers import build_meeting_form
from events.models import Event
from library.models import MaterialVersion
from tests.base import COMMITTED, World, sign_in, within
from tests.drill.form_filling import PageForm, get_forms
from tests.library.base import make_material
from tests.row_sets import stored_world

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def cut_off(login: str = "default") -> None:
    """Break the connection of a login, as an immediate restart of the database does."""
    with connections[login].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connections["owner"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        assert cursor.fetchone() == (True,)
    other.close()


@contextmanager
def disk_is_full() -> Iterator[None]:
    """Limit the size of files that this process writes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def sent_again(client: Client, text: str) -> PageForm:
    [form] = [form for form in get_forms(text) if form.fields]
    return form


@COMMITTED
def test_it_keeps_what_was_typed_while_the_database_is_away(client: Client):
    world = stored_world()
    sign_in(client, world["hill-leader"])
    typed = build_meeting_form("The old library") | {"note": 'Two\nlines & a "quote" <b>'}
    client.raise_request_exception = False
    cut_off()
    response = client.post("/c/hill/events/log/", typed)
    page = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "What you typed is kept on this page" in page
    connection.close()
    form = sent_again(client, page)
    again = {name: field.value for name, field in form.fields.items()}
    assert form.action == "/c/hill/events/log/"
    assert again == typed
    for _delivery in range(2):
        assert client.post(form.action, again).status_code == 302
    with within(world.hill):
        assert [(event.place, event.note.replace("\r", "")) for event in Event.objects.all()] == [
            ("The old library", typed["note"])
        ]
    check_page(client)
    check_public_page(Client(raise_request_exception=False))


def check_page(client: Client) -> None:
    """Check that an unavailable page offers to load again."""
    cut_off()
    response = client.get("/c/hill/events/?kind=team_meeting")
    connection.close()
    page = response.content.decode()
    assert response.status_code == 503
    assert 'href="/c/hill/events/?kind=team_meeting"' in page
    assert get_forms(page) == []


def check_public_page(client: Client) -> None:
    """Check the quick exit, that there is no cookie, and headers that allow the form to be sent."""
    cut_off("public")
    response = client.post("/p/hill/volunteer/?lang=es", {"message": "I speak Spanish", "client_id": "x"})
    connections["public"].close()
    page = response.content.decode()
    assert response.status_code == 503
    assert "data-exit" in page
    assert sent_again(client, page).fields["message"].value == "I speak Spanish"
    assert (response.headers["Referrer-Policy"], response.headers["Cache-Control"]) == (
        "same-origin",
        "no-store",
    )
    assert not response.cookies


@pytest.mark.django_db
def test_no_password_is_on_the_page(client: Client):
    client.raise_request_exception = False
    caches = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": NOBODY_LISTENS}
    }
    with override_settings(CACHES=caches):
        response = client.post(
            "/accounts/login/", {"login": "a@example.org", "password": "very-secret-words"}
        )
    assert response.status_code == 503
    assert b"very-secret-words" not in response.content
    assert b"go back and send the form again" in response.content


def test_a_file_for_which_there_is_no_room_is_refused_in_words(
    world: World, signed_in, settings, tmp_path: Path
):
    settings.FILES_ROOT = tmp_path
    material = make_material(world.hill, world["hill-leader"])
    client, there = signed_in("hill-leader"), f"/c/hill/library/materials/{material.pk}/versions/new/"
    data = {"note": "The second one", "link": "", "client_id": "5b8c3f2e-6e63-4c6e-9f1a-5b1f3a2c9d10"}
    with disk_is_full():
        response = client.post(there, data | {"file": SimpleUploadedFile("list.txt", b"words " * 100)})
    page = response.content.decode()
    assert response.status_code == 422
    assert "no room" in page
    assert 'value="The second one"' in page
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    response = client.post(there, data | {"file": SimpleUploadedFile("list.txt", b"words " * 100)})
    assert response.status_code == 302
    with within(world.hill):
        assert MaterialVersion.objects.count() == 1
