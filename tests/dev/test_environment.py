import subprocess
import sys
from pathlib import Path

import pytest

from dev.environment import failure, is_complete, lock_digest, starts

HERE = Path(sys.executable)


@pytest.fixture
def stamp(tmp_path):
    (tmp_path / "lock.txt").write_text("django==5.2.19\n")
    path = tmp_path / "stamp"
    path.write_text(lock_digest(tmp_path / "lock.txt"))
    return path


def test_it_takes_a_finished_environment_as_it_is(stamp, tmp_path):
    assert is_complete(stamp, lock_digest(tmp_path / "lock.txt"), HERE)


def test_it_installs_again_when_the_lock_changed(stamp, tmp_path):
    (tmp_path / "lock.txt").write_text("django==5.2.20\n")

    assert not is_complete(stamp, lock_digest(tmp_path / "lock.txt"), HERE)


def test_it_installs_again_when_an_earlier_run_stopped_half_way(stamp, tmp_path):
    stamp.unlink()

    assert not is_complete(stamp, lock_digest(tmp_path / "lock.txt"), HERE)


def test_it_installs_again_when_the_python_it_was_made_with_is_gone(stamp, tmp_path):
    dead = tmp_path / "python"
    dead.symlink_to(tmp_path / "removed")

    assert not starts(dead)
    assert not is_complete(stamp, lock_digest(tmp_path / "lock.txt"), dead)


def test_it_calls_a_full_disk_by_its_name():
    error = failure(
        "Installing the packages", "error: failed to write: No space left on device (os error 28)"
    )

    assert str(error).startswith("The disk is full: installing the packages stopped.")


def test_it_shows_the_end_of_what_a_failed_command_said():
    error = failure("Migrating the database", "\n".join(f"line {number}" for number in range(40)))

    assert str(error).splitlines()[0] == "Migrating the database failed. The last lines it said:"
    assert str(error).splitlines()[1:] == [f"line {number}" for number in range(25, 40)]


def test_it_explains_to_an_old_python_what_is_missing():
    """Run the entry point as an older Python would, with no newer one available."""
    entry = Path(__file__).parents[2] / "dev" / "__main__.py"
    program = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'; "
        f"runpy.run_path({str(entry)!r}, run_name='__main__')"
    )
    process = subprocess.run(
        [HERE, "-c", program], env={"PATH": ""}, capture_output=True, text=True, check=False
    )

    assert process.returncode == 1
    assert process.stderr.startswith("TraffickFree needs Python 3.11 or newer, and this one is 3.9.2.")
