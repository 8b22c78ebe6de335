"""`make test`: runs every test on throwaway servers, some in a real browser."""

import os
import shutil
import subprocess

from dev.apt import install, is_known
from dev.clock import set_clock
from dev.cluster.tools import PLACES
from dev.foreground import run_in_foreground
from dev.layout import PYTHON, ROOT
from dev.servers import throwaway_servers
from tfc.console import StackError, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Chromium without windows needs a quarter of the work to open a page, but lacks some features of the full browser.
SHELL = "chromium-headless-shell"
BROWSER_TESTS = ROOT / "tests" / "e2e"
POOLER = "pgbouncer"

GET_A_BROWSER = (
    "The browser tests need a Chromium and none was found. On Debian: apt-get install chromium; elsewhere "
    "install Chromium or Chrome and name it: CHROMIUM=/path/to/chrome make test"
)

GET_A_POOLER = (
    "No PgBouncer was found: the test that restarts it is left out. On Debian: apt-get install pgbouncer; elsewhere "
    "install PgBouncer."
)

UNDER_A_CLOCK = "a browser has a clock of its own"


def test(arguments: list[str]) -> int:
    """Run pytest with these arguments and return its exit status."""
    if os.environ.get("CLOCK"):
        return test_under_clock(arguments)
    browser = find_browser()
    if browser is None and wants_browser(arguments):
        browser = install_browser()
        if browser is None and os.environ.get("CI"):
            raise StackError(GET_A_BROWSER)
    command = [str(PYTHON), "-m", "pytest", *arguments]
    if browser is None:
        say(f"  {GET_A_BROWSER}")
        # The plugin skips them and reports their number at the end.
        command += ["-p", "tests.without_browser"]
    if wants("tests/faults", arguments) and not has_pooler():
        say(f"  {GET_A_POOLER}")
    with throwaway_servers() as environment:
        if browser:
            environment["WHOLE_CHROMIUM"] = browser
            environment["CHROMIUM"] = quicker(browser) if wants_browser(arguments) else browser
        return run_in_foreground(command, environment)


def test_under_clock(arguments: list[str]) -> int:
    """Run the tests without a browser at another time, given in CLOCK."""
    set_clock()
    command = [str(PYTHON), "-m", "pytest", *arguments, "-p", "tests.without_browser"]
    with throwaway_servers() as environment:
        return run_in_foreground(command, {**environment, "BROWSERLESS_BECAUSE": UNDER_A_CLOCK})


def wants_browser(arguments: list[str]) -> bool:
    """Return True if browser tests are selected."""
    return BROWSER_TESTS.exists() and wants("tests/e2e", arguments)


def wants(folder: str, arguments: list[str]) -> bool:
    """Return True if tests of this folder are selected: all are, unless paths are given."""
    paths = [argument for argument in arguments if argument.startswith("tests")]
    return not paths or any(path.startswith(folder) for path in paths)


def has_pooler() -> bool:
    """Return True if PgBouncer is installed or can be. Few machines have it, so CI continues without it."""
    if shutil.which(POOLER, path=PLACES) is None:
        install([POOLER], "the test that restarts it", needed=False)
    return shutil.which(POOLER, path=PLACES) is not None


def quicker(browser: str) -> str:
    """Return the path of a Chromium without windows if one is or can be installed, otherwise that of the browser."""
    if os.environ.get("CHROMIUM"):
        return browser
    if shutil.which(SHELL) is None and is_known(SHELL):
        install([SHELL], "the browser tests", needed=False)
    shell = shutil.which(SHELL)
    return shell if shell and _starts(shell) else browser


def find_browser() -> str | None:
    """Return the path of a Chromium that starts, or None."""
    candidates = [os.environ.get("CHROMIUM") or "", *map(shutil.which, BROWSERS)]
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    """Return True if the browser runs: Ubuntu's `chromium-browser` may be a stub that only asks for a snap."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def install_browser() -> str | None:
    """Install Debian's chromium if this account may, and return its path, or None."""
    install(["chromium"], "the browser tests")
    return find_browser()
