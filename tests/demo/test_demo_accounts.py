import pytest
from django.core.management import CommandError, call_command

from communities.models import Role, User
from demo.sign_ins import PASSWORD, STAFF, get_demo_email
from tests.base import World


def test_it_prints_the_accounts_that_are_there(world: World, settings, capsys: pytest.CaptureFixture[str]):
    settings.DEMO = True
    for slug in ("hill", "dale"):
        for role in Role:
            User.objects.create_user(get_demo_email(role, slug), PASSWORD)
    User.objects.create_user(STAFF["usa"], PASSWORD)
    call_command("demo_accounts")
    printed = capsys.readouterr().out
    for line in (
        "coordinator@hill.example",
        "leader@hill.example",
        "member@hill.example",
        "staff@usa.example",
    ):
        assert f"  {line}\n" in printed
    assert f"password: {PASSWORD}" in printed
    assert "the same for dale" in printed
    assert "staff@uk.example" not in printed
    assert "moor" not in printed


def test_it_says_when_nothing_is_loaded(settings, db: None, capsys: pytest.CaptureFixture[str]):
    settings.DEMO = True
    call_command("demo_accounts")
    assert capsys.readouterr().out == "The demo's data are not loaded: no account yet.\n"


def test_it_prints_nothing_outside_a_demo(db: None):
    with pytest.raises(CommandError):
        call_command("demo_accounts")
