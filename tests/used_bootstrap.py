"""What our pages use of Bootstrap, cut out of its style sheet: a third of its weight, and no class less than is named.

`python -m tests.used_bootstrap` writes static/bootstrap/bootstrap.css anew; a test tells when that is due. A rule stays
when each class in it is a word somewhere in our templates, code and scripts, or in those of packages that draw forms.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ROOT / "static" / "vendor" / "bootstrap" / "bootstrap.min.css"
USED = ROOT / "static" / "bootstrap" / "bootstrap.css"
OURS = (
    *OWN_APPS,
    "tfc",
    "templates",
    "static/js",
)
PACKAGES = ("crispy_bootstrap5", "crispy_forms", "allauth")
# As classes are written: after a quote, a blank, a tag of the template. Not within a number or the path of a drawing.
WORD = re.compile(r"""(?:(?<=[\s"'>`])|(?<=%\}))[A-Za-z][\w-]*""")
CLASS = re.compile(r"\.((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
# A comment, a statement without a block, or what stands before a block.
PIECE = re.compile(r"(/\*.*?\*/)|([^{};]+;)|([^{};]+)(?=\{)", re.DOTALL)


def used() -> str:
    return _kept(WHOLE.read_text(), _words()) + "\n"


def missing() -> set[str]:
    """Classes that are named by now and were not when it was cut."""
    return set(CLASS.findall(used())) - set(CLASS.findall(USED.read_text()))


def text() -> str:
    """All that may name a class."""
    return "\n".join(
        path.read_text() for path in _sources() if path.suffix in (".html", ".svg", ".py", ".js", ".txt")
    )


def _words() -> set[str]:
    return set(WORD.findall(text()))


def _sources() -> Iterator[Path]:
    for name in OURS:
        yield from (ROOT / name).rglob("*")
    for name in PACKAGES:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        yield from Path(spec.origin).parent.rglob("*.html")


def _kept(css: str, words: set[str]) -> str:
    out, at = [], 0
    while found := PIECE.match(css, at):
        comment, statement, before = found.groups()
        at = found.end()
        if before is None:
            out.append(comment or statement)
            continue
        end = _end_of_block(css, at)
        inside, at = css[at + 1 : end], end + 1
        if before.startswith(("@media", "@supports")):
            if rules := _kept(inside, words):
                out.append(f"{before}{{{rules}}}")
        elif before.startswith("@"):
            out.append(f"{before}{{{inside}}}")
        elif selectors := [one for one in _selectors(before) if _is_used(one, words)]:
            out.append(f"{','.join(selectors)}{{{inside}}}")
    return "".join(out)


def _end_of_block(css: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(css)):
        depth += (css[at] == "{") - (css[at] == "}")
        if depth == 0:
            return at
    raise ValueError(css[opening : opening + 80])


def _selectors(before: str) -> list[str]:
    """Commas within brackets part nothing."""
    return re.split(r",(?![^(]*\))", before)


def _is_used(selector: str, words: set[str]) -> bool:
    return all(name.replace("\\", "") in words for name in CLASS.findall(selector))


if __name__ == "__main__":
    USED.write_text(used())
