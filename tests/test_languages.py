"""Every page in Chinese declares its language and has no English left."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.base import World, sign_in
from tests.matrix.routes import OURS, ask, door, fill, of_its_town
from tests.matrix.samples import Samples

MY_PAGES = ("email/", "password/change/", "2fa/", "2fa/webauthn/", "sessions/")
OPEN_PAGES = ("login/", "signup/", "password/reset/", "login/code/", "confirm-email/")
PERSON = {"community": "hill-coordinator", "office": "usa-staff", "international": "oasis-staff"}
SPOKEN = ("alt", "aria-label", "data-close", "data-fewer", "data-more", "placeholder", "title")
# Numeric attributes of SVG: a decimal comma breaks the drawing.
DRAWN = ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "viewbox", "value", "max", "min", "step")
# Names, addresses and codes are the same in every language.
NAMES = re.compile(
    r"(https://)?Canary-[\w-]+(@x)?(\.example)?|[\w.-]+@[\w.]+|TraffickFree|Traffick|Free|Oasis( USA| UK)?|"
    r"(Hill|Dale|Moor|English|Español)|(hill|dale|moor|usa|uk|oasis)-[a-z]+|(testserver)?/[cp]/hill/|America/Los_Angeles|"
    r"UTC|P[SD]T|PDF|PIN|CSV|QR|SHA-256|US Census|JavaScript|Cookie|boyle-heights|dimension|group|people|zip|"
    r"(http://)?localhost:\d+/[\w/-]*|SVG|XLSForm|ODK|Kobo|IATI|DHIS2|HXL|\.xlsx?|\.ods|\.csv|HSDS|JSON|ZIP|JPEG|PNG|WebP|"
    r"WCAG|Poedit|docs/translating\.md|Esc|"
    r"LGBTQ|USD|^[A-Z]{3}$|[A-Z]{3}(?=，)|Chrome|Firefox|Safari|iPhone|Android|Samsung|Shift|Enter|Tab|Letter|Pasadena|"
    r"Altadena|“risks”|Excel|OpenDocument|LibreOffice|CANARY-[\w-]+|Europe/London|DOCX|PPTX|XLSX|ODT|MP[34]|TXT|^opening$|x\.png|https://x\.example|\d+-[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}"
)
HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff][,;:?!]|[,;:?!] ?[\u4e00-\u9fff]|^[,;:] |[:;]$|[\u4e00-\u9fff] ?\(|\([^()]*[\u4e00-\u9fff]"
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The language of a page, its texts, and the numbers in its drawings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language, self.texts, self.numbers = "", set[str](), list[str]()
        self.open: list[tuple[str, bool]] = []  # the open elements, and whether their text is left out
        # A possible line break does not end a word.
        self.feed(html.replace("<wbr>", ""))

    @property
    def silent(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inputs = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = inputs["lang"]
        self.texts |= {inputs[name] for name in SPOKEN if name in inputs}
        self.numbers += [inputs[name] for name in DRAWN if re.match(r"-?\d", inputs.get(name, ""))]
        if tag not in VOID:
            self.open.append((tag, self.silent or self._is_left_out(tag, inputs)))

    def _is_left_out(self, tag: str, attributes: dict[str, str]) -> bool:
        """Return True if the text is not in the page's language: code, IANA time zones, and parts marked with another
        language."""
        zone = tag == "option" and "/" in attributes.get("value", "")
        return (
            tag in ("script", "style", "code")
            or zone
            or attributes.get("lang", self.language) != self.language
        )

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _silent in self.open}:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.add(" ".join(data.split()))

    def english(self) -> set[str]:
        """Return the texts with a Latin word that is not a name."""
        return {text for text in self.texts if re.search(r"[A-Za-z]{3,}", NAMES.sub("", text))}

    def half_width(self) -> set[str]:
        """Return the texts with English punctuation next to Chinese characters."""
        return {text for text in self.texts if HALF_WIDTH.search(text)}


class Visitor:
    """Opens pages in one language, as a person with access."""

    def __init__(self, world: World, language: str) -> None:
        self.world, self.language = world, language
        self.clients: dict[str | None, Client] = {}

    def read(self, person: str | None, path: str) -> Page | None:
        if person not in self.clients:
            client = self.clients[person] = Client(HTTP_ACCEPT_LANGUAGE=self.language)
            if person:
                sign_in(client, self.world[person])
        response, _ = ask(self.clients[person], "get", path)
        html = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
        # A possible line break does not end a word.
        return Page(response.content.decode().replace("<wbr>", "")) if html else None

    def pages(self, samples: Samples, app: str = "") -> dict[str, Page]:
        """Return every page, or those of one app, by path."""
        results = {}
        for route in sorted(OURS):
            if not OURS[route].__module__.startswith(app):
                continue
            kind, _ = door(route)
            tenant = "usa" if kind == "office" else "hill"
            path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
            results[path] = self.read(PERSON.get(kind, "hill-leader"), path)
        return {path: page for path, page in results.items() if page}

    def account_pages(self) -> dict[str, Page]:
        results = {f"/accounts/{page}": self.read(None, f"/accounts/{page}") for page in OPEN_PAGES}
        results |= {
            f"/accounts/{page}": self.read("hill-coordinator", f"/accounts/{page}") for page in MY_PAGES
        }
        return {path: page for path, page in results.items() if page}


@pytest.mark.thorough
def test_it_leaves_no_english_on_a_page(world: World, samples: Samples):
    """In Chinese, Latin letters show what was not translated."""
    visitor = Visitor(world, "zh-hans")
    pages = visitor.pages(samples) | visitor.account_pages()
    assert len(pages) > 60
    left = {path: page.english() for path, page in pages.items()}
    assert {path: texts for path, texts in left.items() if texts} == {}
    marks = {path: page.half_width() for path, page in pages.items()}
    assert {path: texts for path, texts in marks.items() if texts} == {}
    # A fragment has no html element.
    assert {path for path, page in pages.items() if page.language != "zh-hans"} <= {
        path for path in pages if path.endswith("/progress/")
    }


@pytest.mark.thorough
def test_it_draws_with_the_same_numbers_in_every_language(world: World, samples: Samples, settings):
    """German writes 0,5, which browsers do not read as a number."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "German")]
    visitor = Visitor(world, "de")
    apps = ("evaluation", "reports", "dashboards")
    pages = {path: page for app in apps for path, page in visitor.pages(samples, app).items()}
    assert {page.language for page in pages.values()} >= {"de"}
    numbers = [number for page in pages.values() for number in page.numbers]
    assert len(numbers) > 100
    assert [number for number in numbers if "," in number] == []
