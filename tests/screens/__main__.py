"""`make screens` once the demo's servers are there."""

import argparse
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
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.pseudo import CODE  # noqa: E402
from tests.screens import looks, sheet  # noqa: E402
from tests.screens.serving import serving  # noqa: E402
from tests.screens.walk import PEOPLE, session_of, walk  # noqa: E402
from tfc.stack.layout import BUILD  # noqa: E402

FOLDER = BUILD / "screens"
LANGUAGES = ("en", "es", "zh-hans")
# Of the scripts and fonts that a page waits for.
SECONDS = 30


@dataclass
class Seen:
    pictures: dict[str, list[Path]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make screens")
    parser.add_argument(
        "--only", nargs="+", metavar="WORD", help="pages whose address has one of these words"
    )
    parser.add_argument("--langs", nargs="+", default=LANGUAGES, help=f"and {CODE}, which nobody speaks")
    parser.add_argument("--turns", action="store_true", help="each width and mode in one language, by turns")
    parser.add_argument("--new", action="store_true", help="the pages of a town that recorded little so far")
    parser.add_argument("--no-pictures", action="store_true", help="only say what is wrong")
    parser.add_argument("--no-faults", action="store_true", help="only pictures")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    people = ["new"] if chosen.new else [one for one in PEOPLE if one != "new"]
    walked = walk(people)
    pages = {
        key: path
        for key, path in sorted(walked.fullest().items())
        if not chosen.only or any(word in f"{path} {key[1]}" for word in chosen.only)
    }
    sessions = {person: session_of(person) for person in people}
    print(f"  {len(pages)} pages, {len(walked.files)} files, {len(walked.unseen())} not seen", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    seen = Seen()
    # Playwright keeps an event loop running in this thread, where Django would refuse to work.
    with serving() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        for language in chosen.langs:
            for person in people:
                page = window(browser, url, language, sessions[person])
                for number, (_key, path) in enumerate(pages.items()):
                    if _key[0] == person:
                        look(page, path, language, number, chosen, seen)
                page.context.close()
        browser.close()
    return told(seen, sorted(walked.unseen()) if not chosen.new else [])


def window(browser: Browser, url: str, language: str, session: str) -> Page:
    context = browser.new_context(base_url=url, reduced_motion="reduce", locale="en-US")
    context.set_default_timeout(SECONDS * 1000)
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, settings.SESSION_COOKIE_NAME: session}
    context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in cookies.items() if value]
    )
    return context.new_page()


def look(page: Page, path: str, language: str, number: int, chosen: argparse.Namespace, seen: Seen) -> None:
    """At one page in one language."""
    title = path.partition("?")[0]
    faults = seen.faults.setdefault(title, [])
    begun = time.monotonic()
    try:
        # The pages of anybody ask the address for their language, and none of their cookies.
        answer = page.goto(
            f"{path}{'&' if '?' in path else '?'}lang={language}" if title.startswith("/p/") else path
        )
        page.wait_for_load_state("networkidle")
    except Exception as error:  # noqa: BLE001  # one page that does not open is a fault of it, and no end
        faults.append(f"{language}: {error}")
        return
    if answer is None or answer.status >= 400:
        faults.append(f"{language}: answered {answer.status if answer else 'nothing'}")
    if not chosen.no_faults:
        faults += [f"{language}: {each}" for each in looks.faults_in_words(page)]
        if language == chosen.langs[0]:
            faults += looks.faults_for_anybody(page)
        if language == CODE:
            faults += [f"in our letters: {each}" for each in looks.our_letters(page)]
    if not chosen.no_pictures:
        take(page, title, language, number, chosen, seen)
    print(f"  {language} {path} {time.monotonic() - begun:.1f} s {len(faults)}", flush=True)


def take(page: Page, title: str, language: str, number: int, chosen: argparse.Namespace, seen: Seen) -> None:
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "start"
    for turn, (width, mode) in enumerate(product(looks.WIDTHS, looks.MODES)):
        if chosen.turns and chosen.langs[(number + turn) % len(chosen.langs)] != language:
            continue
        place = FOLDER / f"{width}-{mode}" / f"{name}.{language}.png"
        looks.picture(page, width, mode, place)
        seen.pictures.setdefault(title, []).append(place)


def told(seen: Seen, unseen: list[str]) -> int:
    index = sheet.write(FOLDER, seen.pictures, seen.faults, unseen)
    wrong = {page: faults for page, faults in seen.faults.items() if faults}
    for page, faults in sorted(wrong.items()):
        print(f"\n{page}", *(f"  ✗ {each}" for each in dict.fromkeys(faults)), sep="\n")
    print(f"\nmake screens: {len(seen.faults)} pages, {len(wrong)} with faults; {index}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
