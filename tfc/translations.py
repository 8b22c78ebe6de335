"""Translations of the interface: collected from the code and compiled for Django.

``python -m tfc.translations`` compiles each PO file whose MO file is missing or older; MO files are not committed.
``python -m tfc.translations collect`` updates the PO files from the code (``make messages``). Both use Babel, so GNU
gettext is not needed. docs/translating.md describes translation and review.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
PYTHON_FOLDERS = (*OWN_APPS, "tfc")
TEMPLATE_FOLDERS = ("templates",)
TEMPLATE_SUFFIXES = {".html", ".svg", ".txt"}
LEFT_OUT = {"migrations"}  # nothing in them is shown on a page
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def po_files(folder: Path = LOCALE) -> list[Path]:
    return sorted(folder.glob("*/LC_MESSAGES/django.po"))


def read_catalog(path: Path) -> Catalog:
    """Return the catalog in a PO file; raise Babel's PoFileError if it is malformed."""
    with open(path, "rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def compile_stale(folder: Path = LOCALE) -> list[Path]:
    """Write the MO file next to each PO file that is newer, and return the files written."""
    written = []
    for source in po_files(folder):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            _write_whole(target, _compile_catalog(source))
            written.append(target)
    return written


def _compile_catalog(source: Path) -> bytes:
    output = BytesIO()
    write_mo(output, read_catalog(source))
    return output.getvalue()


def _write_whole(target: Path, content: bytes) -> None:
    """Replace the file atomically, since a server or another test process may be reading it."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    with open(handle, "wb") as file:
        file.write(content)
    os.chmod(name, 0o644)
    os.replace(name, target)


def collect() -> Catalog:
    """Return every message of the code and the templates, each with the files that use it."""
    catalog = Catalog()
    for path in _sources():
        add_messages(catalog, path.read_text("utf-8"), path.relative_to(ROOT))
    return catalog


def add_messages(catalog: Catalog, source: str, path: Path) -> None:
    """Add the messages of one file, which is a template unless its name ends in .py."""
    code = source if path.suffix == ".py" else _as_python(source, path)
    for _line, message, comments, context in extract(
        "python", BytesIO(code.encode()), KEYWORDS, ["Translators:"], strip_comment_tags=True
    ):
        catalog.add(message, locations=[(path.as_posix(), 0)], auto_comments=comments, context=context)


def _sources() -> Iterator[Path]:
    for folder in PYTHON_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if LEFT_OUT.isdisjoint(path.relative_to(ROOT).parts):
                yield path
    for folder in TEMPLATE_FOLDERS:
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in TEMPLATE_SUFFIXES)


def _as_python(source: str, path: Path) -> str:
    """Return a template as Python: Django writes its messages as calls; its indentation is not valid Python and is
    removed.
    """
    return "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())


def update(template: Catalog, folder: Path = LOCALE) -> None:
    """Add new messages to each PO file, without guessing translations, and remove obsolete ones."""
    for path in po_files(folder):
        catalog = read_catalog(path)
        catalog.update(
            template, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False
        )
        output = BytesIO()
        # File names help the translator; line numbers would change with every edit of the code.
        write_po(output, catalog, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
        _write_whole(path, output.getvalue())


def main(arguments: list[str]) -> int:
    if arguments == ["collect"]:
        update(collect())
    elif arguments:
        sys.stderr.write("python -m tfc.translations [collect]\n")
        return 2
    compile_stale()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
