"""A backup can be restored completely, differences are reported, and a login that sees no rows makes no backup."""

import io
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import LazySettings
from django.utils import timezone

from tests.base import COMMITTED, LOGINS, World
from tests.matrix.samples import make_samples
from tests.row_sets import stored_world
from tests.security.backup_and_retention.backup_databases import (
    KEYS,
    PUBLIC,
    ask,
    backed_up,
    login,
    new_database,
    owner,
)
from tfc.backup import BackupError
from tfc.backup.catalogue import read_catalogue
from tfc.backup.making import make_backup
from tfc.backup.restoring import differences, restore_backup
from tfc.backup.sealing import identities, new_key, open_encrypted_tar, open_sealed, recipients

ROOT = Path(__file__).resolve().parents[3]
# One loss of each kind, with the sentence that reports it.
HARM = {
    "UPDATE events_event SET title = title || '.' WHERE id = (SELECT min(id) FROM events_event)": "Table events_event:",
    "DELETE FROM support_openinghours": "rows were taken, 0 are here",
    "DROP POLICY coordinators ON support_supporttally": "Policies: support_supporttally coordinators is missing.",
    "ALTER POLICY coordinators ON support_supporttally USING (true)": "support_supporttally coordinators is another",
    "ALTER TABLE events_event NO FORCE ROW LEVEL SECURITY": "Row security: events_event is another one.",
    "GRANT UPDATE ON evaluation_publictable TO tfc_app": "Grants: evaluation_publictable is another one.",
    "REVOKE SELECT ON events_event FROM tfc_figures": "Grants: events_event is another one.",
    "DROP TRIGGER count_revision ON events_event": "Triggers: events_event count_revision is missing.",
    "CREATE TABLE left_behind (id int)": "Tables: left_behind was not there.",
    "SELECT setval('events_event_id_seq', 1, false)": "Sequence events_event_id_seq",
}


@pytest.fixture
def files(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    for name in ("ab/" + "ab" * 16, "archives/" + "c" * 32, "purges/2026-11.jsonl"):
        path = settings.FILES_ROOT / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"\x00poster\n" * 5000)
    return settings.FILES_ROOT


@pytest.fixture
def towns(transactional_db: None) -> World:
    world = stored_world()
    make_samples(world)
    return world


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True, databases=LOGINS)
@pytest.mark.usefixtures("towns")
def test_it_is_restored_completely_and_differences_are_reported(files: Path, tmp_path: Path):
    path, root = tmp_path / "a.age", tmp_path / "again"
    result = backed_up(path)
    assert result.catalogue.tables["events_event"][0] > 2
    assert list(result.files) == ["ab/" + "ab" * 16]
    assert b"Hill" not in path.read_bytes()
    with new_database() as name:
        with open(path, "rb") as file:
            manifest, differing = restore_backup(file, url=owner(name), root=root, keys=KEYS)
        assert differing == []
        assert manifest == result
        assert (root / "ab" / ("ab" * 16)).read_bytes() == b"\x00poster\n" * 5000
        assert [path.name for path in root.iterdir()] == ["ab"]
        # Row-level security holds for the serving login in the restored database.
        assert ask(login("DATABASE_URL", name), "SELECT count(*) FROM events_event") == [(0,)]
        with closing(psycopg2.connect(owner(name))) as server:
            for harm, sentence in HARM.items():
                with server.cursor() as cursor:
                    cursor.execute(harm)
                    assert any(
                        sentence in difference
                        for difference in differences(result.catalogue, read_catalogue(server))
                    ), harm
                server.rollback()
        with open(path, "rb") as file, pytest.raises(BackupError, match="not empty, and nothing was changed"):
            restore_backup(file, url=owner(name), root=tmp_path / "third", keys=KEYS)


@COMMITTED
def test_it_refuses_a_login_that_sees_no_row(files: Path, tmp_path: Path):
    """Its dump would succeed and be empty."""
    for variable in ("DATABASE_URL", "DATABASE_FIGURES_URL"):
        with pytest.raises(BackupError, match="obeys the policies"):
            make_backup(
                io.BytesIO(), url=login(variable), root=files, keys=recipients([PUBLIC]), now=timezone.now()
            )


@COMMITTED
def test_the_backups_login_writes_nothing():
    for statement in (
        "DELETE FROM communities_user",
        "UPDATE events_event SET title = ''",
        "INSERT INTO communities_office (name) VALUES ('x')",
        "CREATE TABLE x (id int)",
        "SELECT nextval('events_event_id_seq')",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(login("DATABASE_BACKUP_URL"), statement)


def written(content: bytes = b"x" * 300_000) -> bytes:
    import tarfile

    output = io.BytesIO()
    with open_encrypted_tar(output, recipients([PUBLIC])) as tar:
        entry = tarfile.TarInfo("one")
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    return output.getvalue()


def read(text: bytes, keys: list = KEYS) -> list[bytes]:
    with open_sealed(io.BytesIO(text), keys) as tar:
        return [opened.read() for entry in tar if (opened := tar.extractfile(entry))]


def test_only_the_holder_of_the_key_reads_it():
    text = written()
    assert read(text) == [b"x" * 300_000]
    with pytest.raises(BackupError, match="key does not fit"):
        read(text, identities(new_key()[0]))


@pytest.mark.parametrize("place", [0, 40, 250, 100_000, -1])
def test_one_other_byte_is_found(place: int):
    text = bytearray(written())
    text[place] ^= 1
    with pytest.raises(BackupError):
        read(bytes(text))


@pytest.mark.parametrize("end", [0, 100, 70_000, -1])
def test_a_file_that_is_cut_off_is_refused(end: int):
    with pytest.raises(BackupError):
        read(written()[:end])


def test_invalid_keys_are_reported():
    for keys in ([], ["age1nonsense"], ["AGE-SECRET-KEY-1"]):
        with pytest.raises(BackupError, match="BACKUP_RECIPIENTS"):
            recipients(keys)
    for text in ("", "# remark", "age1nonsense"):
        with pytest.raises(BackupError, match="secret key"):
            identities(text)
    assert len(identities("# made today\n" + new_key()[0] + "\n")) == 1


def make_key(path: Path) -> "subprocess.CompletedProcess[str]":
    """Make a key on a machine that has only a checkout."""
    command = [sys.executable, "-m", "tfc.backup.new_key", str(path)]
    return subprocess.run(command, env={}, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_key_needs_neither_settings_nor_a_database_and_is_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "key.txt"
    key = make_key(path)
    assert (key.returncode, path.stat().st_mode & 0o777) == (0, 0o600), key.stderr
    secret = path.read_text()
    assert "AGE-SECRET-KEY" not in key.stdout + key.stderr
    [public] = re.findall(r"^BACKUP_RECIPIENTS='(age1\w+)'\n$", key.stdout)
    output = io.BytesIO()
    with open_encrypted_tar(output, recipients([public])):
        pass
    assert read(output.getvalue(), identities(secret)) == []
    again = make_key(path)
    assert (again.returncode, again.stdout, path.read_text()) == (1, "", secret)
    assert again.stderr == f"{path} cannot be written: File exists. Name a new file.\n"
