"""Hostile archives are refused with a sentence and in limited memory, and nothing is imported."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from events.models import Event
from reports.archive import package, reading
from reports.archive.reading import ArchiveError
from stakeholders.models import Organization, Sector
from tests.base import World, within
from tests.reports.archive.archive_comparison import empty_town, get_archive, put_back

pytestmark = pytest.mark.django_db
Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def made(world: World, tmp_path: Path) -> Path:
    with within(world.hill):
        for name in ("Town library", "High school"):
            Organization.objects.create(name=name, sector=Sector.MEDIA, created_by=world["hill-coordinator"])
    return get_archive(world.hill, tmp_path / "hill.zip")


def changed(path: Path, change: Change, *, sealed_again: bool = True) -> Path:
    """Return the archive with other members, and valid hashes and seal, which only we could compute."""
    with zipfile.ZipFile(path) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    change(members)
    if sealed_again:
        head = json.loads(members[package.HEAD])
        for resource in head["resources"]:
            if (content := members.get(resource["path"])) is not None:
                resource["bytes"], resource["hash"] = len(content), f"sha256:{_sha256(content)}"
        members[package.HEAD] = json.dumps(head).encode()
        members[package.SEAL] = package.compute_seal(members[package.HEAD]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return path


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def replacing(table: str, old: str, new: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        path = f"data/{table}.csv"
        assert old.encode() in members[path]
        members[path] = members[path].replace(old.encode(), new.encode(), 1)

    return change


def refusal(path: Path, world: World) -> str:
    town = empty_town(world.usa, "vale", world["stranger"])
    with pytest.raises(ArchiveError) as error:
        put_back(path, town, world["stranger"])
    with within(town):
        assert not Organization.objects.exists()
    return str(error.value)


def test_it_refuses_a_changed_archive(made: Path, world: World, settings: Settings):
    changed(made, replacing("stakeholders_organization", "Town library", "Our library"), sealed_again=False)
    assert "was changed or is damaged." in refusal(made, world)


def test_it_refuses_an_unknown_seal_and_accepts_a_configured_one(
    made: Path, world: World, settings: Settings
):
    settings.SECRET_KEY, before = "another-installation-" * 3, settings.SECRET_KEY
    with pytest.raises(ArchiveError, match="comes from an unknown installation"), reading.open_archive(made):
        pass
    settings.ARCHIVE_KEYS = [before]
    town = empty_town(world.usa, "vale", world["stranger"])
    # Ids from elsewhere are ignored, so each row gets a new one.
    outcome = put_back(made, town, world["stranger"])
    assert outcome.rows["stakeholders.organization"] == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda members: members.update({"../../evil.csv": b"x"}), "Choose the ZIP of a community archive"),
        (
            lambda members: members.update({"data/extra.csv": b"id\r\n1\r\n"}),
            "Choose an unchanged archive: files are missing or added.",
        ),
        (lambda members: members.pop("data/events_event.csv"), "files are missing"),
    ],
)
def test_it_refuses_other_members_than_those_of_its_head(change, says: str, made: Path, world: World):
    assert says in refusal(changed(made, change), world)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("media", "nowhere", "data/stakeholders_organization.csv, row 2, column sector: "),
        ("Town library", "x" * 999, "row 2, column name: "),
        ("Town library", "a,b", "row 2: 16 cells instead of 15."),
    ],
)
def test_it_names_file_and_row_of_what_is_wrong(old: str, new: str, says: str, made: Path, world: World):
    assert says in refusal(changed(made, replacing("stakeholders_organization", old, new)), world)


def test_it_names_the_row_that_appears_twice(made: Path, world: World):
    def twice(members: dict[str, bytes]) -> None:
        path = "data/stakeholders_organization.csv"
        head, first, *_others = members[path].split(b"\r\n")
        members[path] = b"\r\n".join([head, first, first, b""])

    assert "row 3: Another row has this number" in refusal(changed(made, twice), world)


def test_it_names_the_row_that_the_database_refuses(made: Path, world: World):
    """The message has the broken rule and the row, without its content."""

    def alike(members: dict[str, bytes]) -> None:
        path = "data/communities_requiredlanguage.csv"
        head = members[path].split(b"\r\n")[0]
        members[path] = head + b"\r\n1,es\r\n2,es\r\n"

    result = refusal(changed(made, alike), world)
    assert result.startswith("data/communities_requiredlanguage.csv, row ")
    assert "communities_language_once" in result


def test_it_refuses_a_newer_format_and_unknown_columns(made: Path, world: World):
    def newer(members: dict[str, bytes]) -> None:
        head = json.loads(members[package.HEAD])
        head[package.OURS]["format"] = 99
        members[package.HEAD] = json.dumps(head).encode()

    assert "99" in refusal(changed(made, newer), world)


@pytest.mark.parametrize(
    "content", [b"", b"PK\3\4 nothing", b"PK\5\6" + b"\xff" * 18, b"\0" * 100_000, b"not a zip at all " * 50]
)
def test_it_refuses_what_is_no_zip(content: bytes, tmp_path: Path):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(ArchiveError), reading.open_archive(path):
        pass


def test_it_refuses_a_bomb_before_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 50 << 20)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        with zipped.open("data/bomb.csv", "w", force_zip64=False) as file:
            for _time in range(60):
                file.write(bytes(1 << 20))
        zipped.writestr(package.HEAD, "{}")
        zipped.writestr(package.SEAL, "x")
    assert path.stat().st_size < 1 << 20
    with pytest.raises(ArchiveError, match="too large for a community archive"), reading.open_archive(path):
        pass


def test_it_refuses_a_list_of_a_million_files_unread(tmp_path: Path):
    path, end = tmp_path / "many.zip", reading.END
    path.write_bytes(bytes(100) + end.pack(b"PK\5\6", 0, 0, 65535, 65535, 50 << 20, 100, 0))
    with pytest.raises(ArchiveError, match="too large for a community archive"), reading.open_archive(path):
        pass


def test_it_leaves_a_community_with_records_alone(made: Path, world: World):
    with within(world.dale):
        Organization.objects.create(name="Ours", sector=Sector.MEDIA, created_by=world["dale-coordinator"])
    with pytest.raises(ArchiveError, match="only in a community without records"):
        put_back(made, world.dale, world["dale-coordinator"])
    with within(world.dale):
        assert [organization.name for organization in Organization.objects.all()] == ["Ours"]
        assert not Event.objects.exists()


def test_it_holds_a_package_that_others_read(made: Path):
    with zipfile.ZipFile(made) as zipped:
        head = json.loads(zipped.read(package.HEAD))
        run = next(
            resource
            for resource in head["resources"]
            if resource["path"] == "data/stakeholders_organization.csv"
        )
        lines = io.StringIO(zipped.read(run["path"]).decode(), newline="").read().split("\r\n")
    assert head["profile"] == "data-package"
    assert lines[0].split(",") == [field["name"] for field in run["schema"]["fields"]]
    assert {"name": "name", "type": "string"} in run["schema"]["fields"]
    assert run["schema"]["primaryKey"] == "id"
    assert {key["reference"]["resource"] for key in run["schema"]["foreignKeys"]} == {"data-people"}
    names = {resource["name"] for resource in head["resources"]}
    pointed = {
        key["reference"]["resource"]
        for resource in head["resources"]
        for key in resource.get("schema", {}).get("foreignKeys", [])
    }
    assert pointed <= names
