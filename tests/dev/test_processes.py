import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from dev.processes import Service, check_port_free, end_leftovers, free_port, start_time
from dev.run import get_port
from dev.servers import remove_abandoned
from dev.supervisor import MOST_RESTARTS, RestartBudget
from tfc.console import StackError

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def service(folder, program, ready=lambda: True):
    return Service(name="sleeper", command=[sys.executable, "-c", program], folder=folder, ready=ready)


def test_it_says_which_port_is_taken_and_offers_another():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(StackError, match=rf"Port {port} is taken .* PORT={port + 1} make run"):
            check_port_free(port)


def test_it_takes_a_free_port():
    check_port_free(free_port())


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8001", 8001), ("65535", 65535)])
def test_it_reads_the_port(monkeypatch, text, port):
    monkeypatch.setenv("PORT", text)

    assert get_port() == port


@pytest.mark.parametrize("port", ["0", "65536", "-1", "web", "80 00", "８０００"])
def test_it_refuses_a_port_that_is_none(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(StackError, match="PORT must be a number from 1 to 65535"):
        get_port()


def test_it_shows_the_log_of_a_process_that_does_not_start(tmp_path):
    broken = service(tmp_path, "raise SystemExit('no licence')", ready=lambda: False)

    with pytest.raises(StackError, match=r"sleeper did not start.*\nno licence"):
        broken.start()
    assert not broken.pid_file.exists()


def test_it_stops_a_process_and_its_pid_file(tmp_path):
    running = service(tmp_path, "import time; time.sleep(60)")
    running.start()
    running.stop()

    assert not running.is_alive()
    assert running.how_it_ended() == f"signal {signal.SIGTERM.value}"
    assert not running.pid_file.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_it_leaves_no_orphan_when_it_is_killed(tmp_path):
    program = (
        "import sys, os; from pathlib import Path; from dev.processes import Service; "
        f"Service('sleeper', {SLEEPER!r}, Path(sys.argv[1]), lambda: True).start(); "
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path], check=False)
    pid, mark = (tmp_path / "sleeper.pid").read_text().split()

    end = time.monotonic() + 60
    while start_time(int(pid)) == mark:
        assert time.monotonic() < end, "the orphan still runs"
        time.sleep(0.05)


def test_it_ends_what_an_earlier_run_left(tmp_path):
    with subprocess.Popen(SLEEPER) as left:
        (tmp_path / "web.pid").write_text(f"{left.pid} {start_time(left.pid)}")

        end_leftovers(tmp_path)

        assert left.wait(60) == -signal.SIGINT
    assert not (tmp_path / "web.pid").exists()


def test_it_spares_a_later_process_with_the_same_number(tmp_path):
    with subprocess.Popen(SLEEPER) as innocent:
        (tmp_path / "web.pid").write_text(f"{innocent.pid} 12345")

        end_leftovers(tmp_path)

        assert innocent.poll() is None
        innocent.kill()


def test_it_restarts_a_process_a_few_times_a_minute():
    budget = RestartBudget()

    assert [budget.spend(float(second)) for second in range(MOST_RESTARTS + 1)] == [True] * MOST_RESTARTS + [
        False
    ]


def test_it_restarts_a_process_that_rarely_ends_for_ever():
    budget = RestartBudget()

    assert all(budget.spend(30.0 * count) for count in range(50))


def test_it_removes_what_a_killed_test_run_left(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    for name in (f"tfc-test-{ended.pid}-left", f"tfc-test-{os.getpid()}-used", "tfc-test-other"):
        (tmp_path / name).mkdir()

    remove_abandoned(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {f"tfc-test-{os.getpid()}-used", "tfc-test-other"}
