"""The restore command: into an empty installation, without what was deleted permanently."""

import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from communities.actions.closing import close_account
from support.actions.public import purge_interest, submit_interest
from tests.base import LOGINS, within
from tests.human_check import make_sender
from tests.row_sets import stored_world
from tests.security.backup_and_retention.backup_databases import (
    PUBLIC,
    SECRET,
    ask,
    login,
    new_database,
    owner,
)
from tfc.dates import add_months

ROOT = Path(__file__).resolve().parents[3]


def at(name: str) -> dict[str, str]:
    """Return the environment of an installation with this database."""
    urls = {
        key: value for key, value in os.environ.items() if key.startswith("DATABASE_") and key.endswith("URL")
    }
    moved = {key: urlsplit(value)._replace(path=f"/{name}").geturl() for key, value in urls.items()}
    return os.environ | moved | {"DJANGO_SETTINGS_MODULE": "tfc.settings"}


def restore(name: str, files: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "restore", *arguments]
    environment = at(name) | {"FILES_ROOT": str(files)}
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_it_restores_everything_but_permanent_deletions(settings: LazySettings, tmp_path: Path):
    settings.FILES_ROOT, settings.BACKUP_RECIPIENTS = tmp_path / "files", [PUBLIC]
    settings.DATABASE_BACKUP_URL = login("DATABASE_BACKUP_URL")
    world = stored_world()
    day = timezone.now().date()
    with within(world.hill):
        submit_interest(
            name="Bo",
            reach="bo@example.org",
            message="",
            client_id=uuid.uuid4(),
            day=day,
            sender=make_sender(),
        )
    call_command("backup", "--to", str(tmp_path / "kept"))
    [path] = (tmp_path / "kept").glob("*.age")
    key = tmp_path / "key.txt"
    key.write_text(f"# of today\n{SECRET}\n")
    person = world["hill-leader"]
    close_account(by=person)
    with within(world.hill, coordinator=True):
        assert purge_interest(today=add_months(day, 12)) == 1
    with new_database() as name:
        text = str(settings.FILES_ROOT / "purges")
        result = restore(name, tmp_path / "again", str(path), "--key", str(key), "--purges", text)
        assert result.returncode == 0, result.stderr
        assert "the same, rule by rule" in result.stdout
        outcome = ask(owner(name), "SELECT id, name, email, closed_at FROM communities_user")
        [(name_there, email, closed_at)] = [row[1:] for row in outcome if row[0] == person.pk]
        assert (name_there, email.partition("@")[2], closed_at is None) == ("", "closed.invalid", False)
        assert len(outcome) > 5
        assert ask(owner(name), "SELECT count(*) FROM support_interest") == [(0,)]
        assert (
            ask(owner(name), "SELECT count(*) FROM communities_membership WHERE ended_at IS NULL")[0][0] > 5
        )
        assert list((tmp_path / "again" / "purges").glob("*.jsonl"))


def test_it_asks_what_was_deleted_for_good(tmp_path: Path):
    key = tmp_path / "key.txt"
    key.write_text(SECRET)
    with pytest.raises(CommandError, match="--without-purges"):
        call_command("restore", str(tmp_path / "none.age"), "--key", str(key))


def test_without_a_key_nothing_is_made(settings: LazySettings, tmp_path: Path):
    settings.BACKUP_RECIPIENTS = []
    with pytest.raises(CommandError, match="BACKUP_RECIPIENTS"):
        call_command("backup", "--to", str(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()
