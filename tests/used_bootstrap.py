"""The part of Bootstrap that our pages use: a third of its size.

`python -m tests.used_bootstrap` writes static/bootstrap/bootstrap.css; a test fails when it is outdated. A rule stays
if each of its classes is a word in our templates, code or scripts, or in those of the form packages.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ROOT / "static" / "vendor" / "bootstrap" / "bootstrap.min.css"
USED = ROOT / "static" / "bootstrap" / "bootstrap.css"
OURS = (*OWN_APPS, "tfc", "templates", "static/js")
PACKAGES = ("crispy_bootstrap5", "crispy_forms", "allauth")
# A class in a template: after a quote, a space or a tag; not inside a number or a path.
WORD = re.compile(r"""(?:(?<=[\s"'>`])|(?<=%\}))[A-Za-z][\w-]*""")
CLASS = re.compile(r"\.((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
# A comment, a statement without a block, or the text before a block.
PIECE = re.compile(r"(/\*.*?\*/)|([^{};]+;)|([^{};]+)(?=\{)", re.DOTALL)


def used() -> str:
    return _kept(WHOLE.read_text(), _words()) + "\n"


def missing() -> set[str]:
    return set(CLASS.findall(used())) - set(CLASS.findall(USED.read_text()))


def text() -> str:
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


def _kept(css: str, names: set[str]) -> str:
    out, at = [], 0
    while result := PIECE.match(css, at):
        comment, statement, before = result.groups()
        at = result.end()
        if before is None:
            out.append(comment or statement)
            continue
        end = _end_of_block(css, at)
        inside, at = css[at + 1 : end], end + 1
        if before.startswith(("@media", "@supports")):
            if rules := _kept(inside, names):
                out.append(f"{before}{{{rules}}}")
        elif before.startswith("@"):
            out.append(f"{before}{{{inside}}}")
        elif selectors := [selector for selector in _selectors(before) if _is_used(selector, names)]:
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
    """Split a selector at commas that are not inside brackets."""
    return re.split(r",(?![^(]*\))", before)


def _is_used(selector: str, names: set[str]) -> bool:
    return all(name.replace("\\", "") in names for name in CLASS.findall(selector))


if __name__ == "__main__":
    USED.write_text(used())
