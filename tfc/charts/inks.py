"""Turns the classes of static/css/charts.css into SVG attributes with the colors of paper, for files without a style
sheet.

The style sheet is the only place that defines a chart's colors. A rule counts if its selector is one class or a list
of single classes; rules inside media or container queries apply to pages only.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONTS = "Noto Sans, Noto Sans CJK SC, Figtree, Helvetica, Arial, sans-serif"
WHITE = "#ffffff"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NESTED = re.compile(r"@[^{;]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
ONE_CLASS = re.compile(r"\.([\w-]+)\Z")
TOKEN = re.compile(r"var\((--[\w-]+)\)")
# Names may contain these characters, XML may not.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# CSS properties that are also SVG attributes.
ATTRIBUTES = frozenset({
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "stroke-opacity", "opacity", "font-size", "font-weight", "text-anchor", "dominant-baseline", "paint-order",
})  # fmt: skip

# Matches tags as our templates write them: texts that people typed are escaped, so they cannot open or close a tag.
LINK = re.compile(r"<a\s[^>]*>")
ROOT = re.compile(r"<svg\b")
TAG = re.compile(r'(<\w+\b[^>]*?\sclass="([^"]*)"[^>]*?)(?=/?>)')


def resolve_classes(svg: str) -> SafeString:
    """Return the drawing with the colors of its classes as attributes; the classes stay for pages.

    Links are removed: they lead to pages of this server, and the file is opened elsewhere. `<use>` gets the older
    attribute xlink:href, since some programs know no other.
    """
    plain = LINK.sub("<g>", CONTROL.sub("", svg)).replace("</a>", "</g>")
    older = plain.replace("<use href=", "<use xlink:href=")
    root = rf'\g<0> font-family="{FONTS}"' + (f' xmlns:xlink="{XLINK}"' if older != plain else "")
    return mark_safe(ROOT.sub(root, TAG.sub(_add_attributes, older), count=1))  # noqa: S308


def _add_attributes(tag: re.Match[str]) -> str:
    """Add the attributes of a tag's classes that the tag does not set itself."""
    attributes = "".join(
        f' {name}="{value}"' for name, value in _get_attributes(tag[2]) if f" {name}=" not in tag[0]
    )
    return tag[1] + attributes if attributes else tag[0]


@functools.lru_cache(1000)
def _get_attributes(classes: str) -> Sequence[tuple[str, str]]:
    """Return the attributes of these classes; later rules override earlier ones."""
    named = set(classes.split())
    attributes: dict[str, str] = {}
    for name, rules in inks().items():
        if name in named:
            attributes |= rules
    return tuple(attributes.items())


@functools.cache
def inks() -> Mapping[str, Mapping[str, str]]:
    """Return the attributes by class; later rules override earlier ones."""
    tokens = paper()
    inks_by_class: dict[str, dict[str, str]] = {}
    for selectors, body in _rules(_read("charts.css")):
        for selector in selectors.split(","):
            if match := ONE_CLASS.match(selector.strip()):
                inks_by_class.setdefault(match[1], {}).update(_parse_declarations(body, tokens))
    return inks_by_class


@functools.cache
def paper() -> Mapping[str, str]:
    """Return the design tokens of the light mode, on white."""
    tokens: dict[str, str] = {}
    for selectors, body in _rules(_read("tokens.css")):
        if ":root" in selectors:
            pairs = (line.partition(":") for line in body.split(";") if ":" in line)
            tokens |= {name.strip(): value.strip() for name, _colon, value in pairs}
    return tokens | {"--tf-surface": WHITE}


def _parse_declarations(body: str, tokens: Mapping[str, str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in body.split(";") if ":" in line)
    declarations = {name.strip(): value.strip() for name, _colon, value in pairs}
    return {
        name: TOKEN.sub(lambda match: tokens[match[1]], value).removesuffix("px")
        for name, value in declarations.items()
        if name in ATTRIBUTES
    }


def _rules(css: str) -> list[tuple[str, str]]:
    return RULE.findall(NESTED.sub("", COMMENT.sub("", css)))


def _read(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / name).read_text(encoding="utf-8")
