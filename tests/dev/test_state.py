import stat

import pytest

from dev.run import describe_running
from dev.state import RunFolder, State

RUNNING = State(4711, "run", "http://127.0.0.1:8000/", {"DATABASE_URL": "postgres://a:b@h/tfc"})


@pytest.fixture
def folder(tmp_path):
    return RunFolder(tmp_path / "run")


def test_it_lets_one_command_in_at_a_time(folder):
    other = RunFolder(folder.path)

    assert folder.acquire()
    assert not other.acquire()
    folder.release()
    assert other.acquire()
    other.release()


def test_it_shares_the_addresses_with_other_commands(folder):
    folder.write_state(RUNNING)

    assert RunFolder(folder.path).read_state() == RUNNING


def test_it_keeps_passwords_from_other_accounts(folder):
    folder.write_state(RUNNING)
    folder.secret("key")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir()}
    assert modes == {"state.json": 0o600, "key.secret": 0o600}


def test_it_forgets_the_state_with_the_lock(folder):
    folder.acquire()
    folder.write_state(RUNNING)
    folder.release()

    assert folder.read_state() is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_it_takes_a_half_written_state_for_none(folder, text):
    (folder.path / "state.json").write_text(text)

    assert folder.read_state() is None


def test_it_keeps_a_secret_from_start_to_start(folder):
    first = folder.secret("key")

    assert len(first) >= 50
    assert RunFolder(folder.path).secret("key") == first
    assert folder.secret("database") != first


def test_it_says_where_the_running_stack_is():
    assert describe_running(RUNNING).startswith(
        "TraffickFree already runs at http://127.0.0.1:8000/ (process 4711)."
    )


def test_it_says_that_another_command_must_end_first():
    assert describe_running(State(12, "manage", "", {})).startswith(
        "`make manage` (process 12) is using the demo."
    )
