"""`make screens` once the demo's servers are there."""

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
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.pseudo import CODE  # noqa: E402
from tests.screens import looks, sheet  # noqa: E402
from tests.screens.fonts import font_config  # noqa: E402
from tests.screens.serving import serving  # noqa: E402
from tests.screens.walk import PEOPLE, session_of, walk  # noqa: E402
from tfc.stack.layout import BUILD  # noqa: E402

WALKED = BUILD / "screens.json"
LANGUAGES = ("en", "es", "zh-hans")
Found = tuple[list[tuple[str, str]], list[str]]
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
    parser.add_argument("--turns", action="store_true", help="each page in one mode a language, by turns")
    parser.add_argument("--new", action="store_true", help="the pages of a town that recorded little so far")
    parser.add_argument("--same", action="store_true", help="the pages that were found the last time")
    parser.add_argument("--into", default="screens", metavar="NAME", help="the folder below build/")
    parser.add_argument("--only-words", action="store_true", help="of faults those of the language alone")
    parser.add_argument("--no-pictures", action="store_true", help="only say what is wrong")
    parser.add_argument("--no-faults", action="store_true", help="only pictures")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    people = ["new"] if chosen.new else [one for one in PEOPLE if one != "new"]
    found, unseen = known() if chosen.same else walked(people)
    pages = [
        (person, path)
        for person, path in found
        if not chosen.only or any(word in path for word in chosen.only)
    ]
    sessions = {person: session_of(person) for person in people}
    print(f"  {len(pages)} pages, {len(unseen)} not seen", flush=True)
    folder = BUILD / chosen.into
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    seen = Seen()
    # Playwright keeps an event loop running in this thread, where Django would refuse to work.
    with serving() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"],
            args=["--no-sandbox"],
            env={**os.environ, **font_config(folder)},
        )
        for language in chosen.langs:
            for person in people:
                page = window(browser, url, language, sessions[person])
                for number, (reader, path) in enumerate(pages):
                    if reader == person:
                        look(page, path, language, number, chosen, seen)
                page.context.close()
        browser.close()
    return told(seen, unseen, folder)


def walked(people: list[str]) -> Found:
    """The fullest page of each address, with who reads it; and the addresses of which none was found."""
    walked = walk(people)
    pages = sorted((person, path) for (person, _route), path in walked.fullest().items())
    unseen = [] if people == ["new"] else sorted(walked.unseen())
    BUILD.mkdir(exist_ok=True)
    WALKED.write_text(json.dumps([pages, unseen]))
    return pages, unseen


def known() -> Found:
    pages, unseen = json.loads(WALKED.read_text())
    return [(person, path) for person, path in pages], unseen


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
        if language == chosen.langs[0] and not chosen.only_words:
            wanted = [number % 2] if chosen.turns else [0, 1]
            faults += looks.faults_for_anybody(page, wanted)
        if language == CODE:
            faults += [f"in our letters: {each}" for each in looks.our_letters(page)]
    if not chosen.no_pictures:
        take(page, title, language, number, chosen, seen)
    print(f"  {language} {path} {time.monotonic() - begun:.1f} s {len(faults)}", flush=True)


def take(page: Page, title: str, language: str, number: int, chosen: argparse.Namespace, seen: Seen) -> None:
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "start"
    for turn, (width, mode) in enumerate(product(looks.WIDTHS, looks.MODES)):
        if chosen.turns and not_its_turn(turn, number, language, chosen):
            continue
        place = BUILD / chosen.into / f"{width}-{mode}" / f"{name}.{language}.png"
        looks.picture(page, width, mode, place)
        seen.pictures.setdefault(title, []).append(place)


def not_its_turn(turn: int, number: int, language: str, chosen: argparse.Namespace) -> bool:
    """Pages are light and dark by turns, and the other in the next language."""
    return bool((turn + number + chosen.langs.index(language)) % 2)


def told(seen: Seen, unseen: list[str], folder: Path) -> int:
    index = sheet.write(folder, seen.pictures, seen.faults, unseen)
    wrong = {page: faults for page, faults in seen.faults.items() if faults}
    for page, faults in sorted(wrong.items()):
        print(f"\n{page}", *(f"  ✗ {each}" for each in dict.fromkeys(faults)), sep="\n")
    print(f"\nmake screens: {len(seen.faults)} pages, {len(wrong)} with faults; {index}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
