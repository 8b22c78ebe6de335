"""Maintenance mode: 503 for everyone but the health checks and the public help pages."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.base import World, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def switch(settings, tmp_path: Path) -> Path:
    settings.MAINTENANCE_FILE = tmp_path / "run" / "maintenance"
    return settings.MAINTENANCE_FILE


def say(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("maintenance", *arguments)
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    "url", ["/", "/c/hill/", "/accounts/login/", "/office/usa/", "/nowhere/", "/shortcuts/"]
)
def test_it_closes_everything_with_a_calm_page(world: World, switch: Path, url: str):
    call_command("maintenance", "on", "--minutes", "20")
    page = sign_in(Client(), world["hill-leader"]).get(url)
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "1200", "no-store")
    text = page.content.decode()
    assert "This service is being maintained" in text
    assert "about 20 minutes" in text
    assert f'href="{url}"' in text
    assert not page.cookies


def test_it_stays_open_to_who_watches_and_who_looks_for_help(world: World, switch: Path, client: Client):
    call_command("maintenance", "on")
    assert client.get("/health/live/").status_code == 200
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/p/nowhere/").status_code == 404


def test_it_takes_nothing_in_from_the_public_and_says_so_with_the_way_out(switch: Path, client: Client):
    call_command("maintenance", "on")
    page = client.post("/p/hill/interest/", {"name": "Rosa"})
    assert (page.status_code, page["Retry-After"], page["Referrer-Policy"]) == (503, "600", "no-referrer")
    assert "Nothing was saved." in page.content.decode()
    assert "js/quick-exit" in page.content.decode()


def test_it_uses_the_readers_language(switch: Path, client: Client):
    call_command("maintenance", "on")
    page = client.get("/", headers={"Accept-Language": "es"})
    assert '<html lang="es"' in page.content.decode()


def test_it_opens_again_without_a_restart(switch: Path, client: Client, capsys):
    assert say("status", capsys=capsys) == "open"
    assert say("on", capsys=capsys) == "closed, for about 10 minutes"
    assert client.get("/accounts/login/").status_code == 503
    assert say("off", capsys=capsys) == "open"
    assert client.get("/accounts/login/").status_code == 200


@pytest.mark.parametrize("deed", ["on", "off"])
def test_where_its_file_cannot_be_written_it_says_who_can(settings, tmp_path: Path, deed: str):
    (tmp_path / "run").write_text("no folder")
    settings.MAINTENANCE_FILE = tmp_path / "run" / "maintenance"
    with pytest.raises(CommandError, match=r"cannot be written: .* sudo tfc-manage maintenance"):
        call_command("maintenance", deed)


def test_the_environment_closes_it_too(settings, switch: Path, client: Client):
    settings.MAINTENANCE = True
    assert client.get("/accounts/login/").status_code == 503


@pytest.mark.parametrize(
    ("written", "seconds"), [("", 600), ("soon", 600), ("0", 600), ("3", 180), ("9" * 30, 86400)]
)
def test_whatever_the_file_says_it_is_closed(switch: Path, client: Client, written: str, seconds: int):
    switch.parent.mkdir()
    switch.write_text(written)
    assert client.get("/accounts/login/")["Retry-After"] == str(seconds)
