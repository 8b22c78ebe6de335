"""`make manage` next to a running demo, a starting one, and none."""

import contextlib
from pathlib import Path

import pytest

from dev import run
from dev.state import RunFolder, State
from tfc.console import StackError

STARTING = State(4711, "run", "http://127.0.0.1:8000/", {})
RUNNING = State(4711, "run", "http://127.0.0.1:8000/", {"DATABASE_URL": "postgres://a:b@h/tfc"})


class Folder(RunFolder):
    """A data folder that another command locked; each query returns the next of these states."""

    def __init__(self, *states: State) -> None:
        self.states = list(states)

    def acquire(self) -> bool:
        return not self.states

    def read_state(self) -> State:
        return self.states.pop(0)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[bool]:
    """Return whether each command asked for the demo's data; "restore broken" fails."""
    results: list[bool] = []

    def beside_the_demo(command: list[str], name: str, *, needs_data: bool) -> int:
        results.append(needs_data)
        return int(command[-1] == "broken")

    monkeypatch.setattr(run, "run_with_demo_servers", beside_the_demo)
    monkeypatch.setattr(run, "RESTORED", tmp_path / "restored")
    monkeypatch.setattr(run, "EMPTY", tmp_path / "empty")
    monkeypatch.setattr(run, "PREPARED", tmp_path / "prepared")
    monkeypatch.setattr(run, "SCHEMA", tmp_path / "schema")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return results


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SECONDS_FOR_A_TURN", -1)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    results: list[str] = []
    monkeypatch.setattr(run, "run_step", lambda title, *_arguments: results.append(title))
    monkeypatch.setattr(run, "run_logged", lambda title, *_arguments: results.append(title))
    return results


def test_a_backup_is_restored_before_anything_is_in_the_database(called: list[bool]):
    run.manage(["restore", "a.age", "--key", "key.txt"])
    run.manage(["figures"])
    assert called == [False, True]


def test_no_demo_is_added_to_a_restored_backup(called: list[bool], steps: list[str]):
    assert run.manage(["restore", "broken"]) == 1
    run.prepare({"DEMO": "1"})
    assert "Loading the demo's data" in steps
    steps.clear()
    assert run.manage(["restore", "a.age"]) == 0
    run.prepare({})
    assert "Migrating the database" in steps
    assert "Loading the demo's data" not in steps


def test_an_installation_without_the_demo_opens_one_office_once(called: list[bool], steps: list[str]):
    for expected in (True, False):
        steps.clear()
        run.prepare({"PLAIN_HTTP": "1"})
        assert ("Opening an office" in steps) is expected
        assert "Loading the demo's data" not in steps
    steps.clear()
    run.prepare({"DEMO": "1"})
    assert "Loading the demo's data" not in steps


def test_data_with_older_tables_are_not_served(called: list[bool], steps: list[str], tmp_path: Path):
    """Whether the first migrations were other ones, or nothing says which they were."""
    run.prepare({"DEMO": "1"})
    run.prepare({"DEMO": "1"})
    steps.clear()
    for change in (lambda file: file.write_text("another"), Path.unlink):
        change(tmp_path / "schema")
        with pytest.raises(StackError, match="make reset"):
            run.prepare({"DEMO": "1"})
    assert steps == []


def test_no_demo_is_mixed_with_an_empty_installation(
    called: list[bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "prepared").touch()
    monkeypatch.setattr(run, "RunFolder", lambda _path: Folder())
    monkeypatch.setattr(run, "hold_lock", lambda _folder: contextlib.nullcontext())
    with pytest.raises(StackError, match="make reset"):
        run.run(["empty"])


def test_it_waits_for_a_demo_that_is_still_starting(no_time: None, capsys: pytest.CaptureFixture[str]):
    assert run.wait_for_lock(Folder(STARTING, STARTING, RUNNING)) == RUNNING.environment
    assert capsys.readouterr().out == "  Waiting for TraffickFree, which is still starting …\n"


def test_it_waits_for_another_command_only_for_a_while(no_time: None):
    with pytest.raises(StackError, match=r"`make manage` .* is using the demo"):
        run.wait_for_lock(Folder(State(12, "manage", "", {})))
