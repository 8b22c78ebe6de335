"""`make screens`: every page of the demo, on each screen, in light and dark, in each language (docs/design.md)."""

from dev.layout import PYTHON
from dev.run import run_with_demo_servers
from dev.tests import GET_A_BROWSER, find_browser, install_browser
from tfc.console import StackError


def screens(arguments: list[str]) -> int:
    """Open the pages of the demo, beside a running one or not; 0 when nothing is wrong with them."""
    browser = find_browser() or install_browser()
    if browser is None:
        raise StackError(GET_A_BROWSER)
    added = {
        "CHROMIUM": browser,
        "DJANGO_SETTINGS_MODULE": "tests.screens.settings",
        "SCREENS_LANGUAGES": " ".join(arguments),
    }
    return run_with_demo_servers([str(PYTHON), "-m", "tests.screens", *arguments], "screens", added)
