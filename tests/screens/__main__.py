"""`make screens` once the demo's servers run."""

import argparse
import json
import os
import re
import shutil
import sys
import time
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  # they need the settings
from playwright.sync_api import Browser, Error, sync_playwright  # noqa: E402

from dev.layout import BUILD  # noqa: E402
from tests.pseudo_language import CODE  # noqa: E402
from tests.screens import contact_sheet, page_checks  # noqa: E402
from tests.screens.fonts import font_config  # noqa: E402
from tests.screens.live_server import serving  # noqa: E402
from tests.screens.page_discovery import NEW, OLD, get_session, walk  # noqa: E402

WALKED = BUILD / "screens.json"
LANGUAGES = ("en", "es", "zh-hans")
LOOKS = {f"{width}-{mode}": (width, mode) for width, mode in product(page_checks.WIDTHS, page_checks.MODES)}
Found = tuple[list[tuple[str, str]], list[str]]
# Of the scripts and fonts that a page waits for.
SECONDS = 30


@dataclass
class LookResults:
    pictures: dict[str, list[Path]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make screens")
    parser.add_argument(
        "--only", nargs="+", metavar="WORD", help="pages whose address has one of these words"
    )
    parser.add_argument("--langs", nargs="+", default=LANGUAGES, help=f"and {CODE}, which nobody speaks")
    parser.add_argument("--turns", action="store_true", help="each page in one mode a language, by turns")
    parser.add_argument(
        "--looks", nargs="+", choices=list(LOOKS), default=list(LOOKS), help="of the pictures"
    )
    parser.add_argument("--new", action="store_true", help="the pages of a town that recorded little so far")
    parser.add_argument("--same", action="store_true", help="the pages that were found the last time")
    parser.add_argument("--into", default="screens", metavar="NAME", help="the folder below build/")
    parser.add_argument("--only-words", action="store_true", help="of faults those of the language alone")
    parser.add_argument("--no-pictures", action="store_true", help="only say what is wrong")
    parser.add_argument("--no-faults", action="store_true", help="only pictures")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    people = list(NEW if chosen.new else OLD)
    pages_found, unseen = get_known_faults() if chosen.same else walked(people)
    pages = [
        (person, path)
        for person, path in pages_found
        if not chosen.only or any(word in path for word in chosen.only)
    ]
    sessions = {person: get_session(person) for person in people}
    print(f"  {len(pages)} pages, {len(unseen)} not seen", flush=True)
    folder = BUILD / chosen.into
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    results = LookResults()
    # Playwright keeps an event loop running in this thread, where Django would refuse to work.
    with serving() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"],
            args=["--no-sandbox"],
            env={**os.environ, **font_config(folder)},
        )
        for language in chosen.langs:
            for person in people:
                screen = window(browser, url, language, sessions[person])
                for number, (reader, path) in enumerate(pages):
                    if reader == person:
                        look(screen, path, language, number, chosen, results)
                screen.page.context.close()
        browser.close()
    return write_report(results, unseen, folder)


def walked(people: list[str]) -> Found:
    walked = walk(people)
    pages, unseen = walked.once(), [] if people == list(NEW) else sorted(walked.unseen())
    BUILD.mkdir(exist_ok=True)
    WALKED.write_text(json.dumps([pages, unseen]))
    return pages, unseen


def get_known_faults() -> Found:
    pages, unseen = json.loads(WALKED.read_text())
    return [(person, path) for person, path in pages], unseen


def window(browser: Browser, url: str, language: str, session: str) -> page_checks.Screen:
    context = browser.new_context(
        base_url=url, reduced_motion="reduce", locale="en-US", service_workers="block"
    )
    context.set_default_timeout(SECONDS * 1000)
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, settings.SESSION_COOKIE_NAME: session}
    context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in cookies.items() if value]
    )
    return page_checks.Screen(context.new_page())


def look(
    screen: page_checks.Screen,
    path: str,
    language: str,
    number: int,
    chosen: argparse.Namespace,
    results: LookResults,
) -> None:
    title = path.partition("?")[0]
    faults = results.faults.setdefault(title, [])
    begun = time.monotonic()
    screen.resize(page_checks.SMALL_PHONE)
    try:
        # Public pages take the language from the URL, not from a cookie.
        answer = screen.page.goto(
            f"{path}{'&' if '?' in path else '?'}lang={language}" if title.startswith("/p/") else path
        )
        if answer is None or answer.status >= 400:
            faults.append(f"{language}: answered {answer.status if answer else 'nothing'}")
        faults += looked_at(screen, title, language, number, chosen, results)
    except Error as error:  # a page that does not open is reported as a fault
        faults.append(f"{language}: {error}")
        return
    print(f"  {language} {path} {time.monotonic() - begun:.1f} s {len(faults)}", flush=True)


def looked_at(
    screen: page_checks.Screen,
    title: str,
    language: str,
    number: int,
    chosen: argparse.Namespace,
    results: LookResults,
) -> list[str]:
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "start"

    def place(width: int, mode: str) -> Path:
        result = BUILD / chosen.into / f"{width}-{mode}" / f"{name}.{language}.jpg"
        results.pictures.setdefault(title, []).append(result)
        return result

    faults = [
        f"{language}: {fault}" for fault in page_checks.look(screen, wanted(number, language, chosen), place)
    ]
    if language == CODE and not chosen.no_faults:
        faults += [f"in our letters: {our_letter}" for our_letter in page_checks.our_letters(screen.page)]
    return faults


def wanted(number: int, language: str, chosen: argparse.Namespace) -> page_checks.Checks:
    """Return the checks of a page. With ``--turns`` pages alternate between light and dark."""
    turn = number + chosen.langs.index(language)
    every = [LOOKS[look] for look in chosen.looks]
    pictures = [picture for index, picture in enumerate(every) if not (chosen.turns and (index + turn) % 2)]
    axe = page_checks.SEEN_BY_AXE[turn % 2 :][:1] if chosen.turns else page_checks.SEEN_BY_AXE
    with_axe = language == chosen.langs[0] and not chosen.only_words and not chosen.no_faults
    return page_checks.Checks(
        pictures=frozenset() if chosen.no_pictures else frozenset(pictures),
        axe=frozenset(axe) if with_axe else frozenset(),
        checks_words=not chosen.no_faults,
    )


def write_report(results: LookResults, unseen: list[str], folder: Path) -> int:
    index = contact_sheet.write(folder, results.pictures, results.faults, unseen)
    wrong = {page: faults for page, faults in results.faults.items() if faults}
    for page, faults in sorted(wrong.items()):
        print(f"\n{page}", *(f"  ✗ {fault}" for fault in dict.fromkeys(faults)), sep="\n")
    print(f"\nmake screens: {len(results.faults)} pages, {len(wrong)} with faults; {index}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
