"""`make screens`: opens every page of the demo on each screen size, in light and dark mode, in each language
(docs/design.md).
"""

from dev.layout import PYTHON
from dev.run import run_with_demo_servers
from dev.tests import GET_A_BROWSER, find_browser, install_browser
from tfc.console import StackError


def screens(arguments: list[str]) -> int:
    """Open the pages of a running demo, or start its servers; return 0 if no page has a problem."""
    browser = find_browser() or install_browser()
    if browser is None:
        raise StackError(GET_A_BROWSER)
    added = {
        "CHROMIUM": browser,
        "DJANGO_SETTINGS_MODULE": "tests.screens.settings",
        "SCREENS_LANGUAGES": " ".join(arguments),
    }
    return run_with_demo_servers([str(PYTHON), "-m", "tests.screens", *arguments], "screens", added)
