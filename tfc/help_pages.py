"""Help pages, and longer texts of other pages: Markdown files in docs/help/<language>/, cached for the life of the
process.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

# A link to a page of the application names its URL: `[Events](page:events:event-list)`.
PAGE_SCHEME = "page:"
STATIC_FOLDER = "../../../static/"
PICTURE_WIDTH, PICTURE_HEIGHT = 375, 560
HEADING = re.compile(r"(?P<title>.+?)(?: \{#(?P<anchor>[\w-]+)\})?")
PARSER = MarkdownIt("commonmark", {"html": False})


class PageLink(NamedTuple):
    """``page``: the name of a URL."""

    page: str
    label: str


class Picture(NamedTuple):
    """``file``: its path under static/."""

    file: str
    alt: str
    width: int = PICTURE_WIDTH
    height: int = PICTURE_HEIGHT


@dataclass
class Topic:
    """A heading with its text. The topic of the first heading is the page itself.

    A paragraph that is only a link to a page of the application becomes ``link``, one that is only a picture becomes
    ``picture``; ``tokens`` are the rest.
    """

    language: str
    title: str
    anchor: str
    link: PageLink | None = None
    picture: Picture | None = None
    tokens: list[Token] = field(default_factory=list)
    topics: list["Topic"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Topic"]:
        """Yield this topic and all topics under it."""
        yield self
        for topic in self.topics:
            yield from topic

    @property
    def is_fallback(self) -> bool:
        """Return True if it is shown in English because the page is missing in the reader's language."""
        return self.language != get_language()

    @property
    def paragraphs(self) -> list[str]:
        """Return the text without markup."""
        return ["".join(child.content for child in token.children) for token in self.tokens if token.children]

    @property
    def lead(self) -> str:
        return self.paragraphs[0] if self.tokens else ""

    def render(self, get_url: Callable[[str], str]) -> SafeString:
        """Return HTML. A link to a page without a URL becomes plain text."""
        return SafeString(PARSER.renderer.render(self.tokens, PARSER.options, {"get_url": get_url}))

    def render_with_topics(self, level: int) -> SafeString:
        """Return HTML without links, with the topics under it, whose headings have this level."""
        topics = [
            format_html("<h{}>{}</h{}>{}", level, topic.title, level, topic.render_with_topics(level + 1))
            for topic in self.topics
        ]
        return SafeString("".join([self.render(lambda page: ""), *topics]))


def get_page(name: str) -> Topic:
    """Return the page in the reader's language, or in English if that is missing."""
    return _read_page(name, str(get_language()))


@cache
def _read_page(name: str, language: str) -> Topic:
    path = settings.HELP_PAGES / language / f"{name}.md"
    if path.exists():
        return parse(path.read_text(encoding="utf-8"), language)
    return _read_page(name, settings.LANGUAGE_CODE)


def parse(text: str, language: str) -> Topic:
    """Return the page with its topics. Raises IndexError if it does not begin with a heading."""
    open_topics: list[Topic] = []
    tokens = iter(PARSER.parse(text))
    for token in tokens:
        if token.type == "heading_open":
            topic = _start_topic(next(tokens).content, language)
            next(tokens)  # heading_close
            del open_topics[int(token.tag[1:]) - 1 :]
            if open_topics:
                open_topics[-1].topics.append(topic)
            open_topics.append(topic)
        elif token.type == "paragraph_open" and token.level == 0:
            _add_paragraph(open_topics[-1], [token, next(tokens), next(tokens)])
        else:
            open_topics[-1].tokens.append(token)
    return open_topics[0]


def _start_topic(heading: str, language: str) -> Topic:
    match = HEADING.fullmatch(heading)
    assert match  # noqa: S101 (a heading has at least one letter)
    return Topic(language, match["title"], match["anchor"] or "")


def _add_paragraph(topic: Topic, tokens: Sequence[Token]) -> None:
    children = tokens[1].children or []
    match [child.type for child in children]:
        case ["link_open", "text", "link_close"] if page := _get_page_name(children[0]):
            topic.link = PageLink(page, children[1].content)
        case ["image"]:
            file = str(children[0].attrs["src"]).removeprefix(STATIC_FOLDER)
            topic.picture = Picture(file, children[0].content)
        case _:
            topic.tokens.extend(tokens)


def _get_page_name(link: Token) -> str:
    """Return the URL name of the page that the link leads to; empty for other links."""
    target = str(link.attrs["href"])
    return target.removeprefix(PAGE_SCHEME) if target.startswith(PAGE_SCHEME) else ""


def _open_link(_renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    page = _get_page_name(tokens[index])
    url = env["get_url"](page) if page else tokens[index].attrs["href"]
    env["link_end"] = "</a>" if url else ""
    return format_html('<a href="{}">', url) if url else ""


def _close_link(
    _renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]
) -> str:
    return str(env["link_end"])


PARSER.add_render_rule("link_open", _open_link)
PARSER.add_render_rule("link_close", _close_link)
