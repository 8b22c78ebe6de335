"""No message and no document uses a retired phrase."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tfc.translations import po_files, read_catalog

ROOT = Path(__file__).resolve().parent.parent
RETIRED = re.compile(
    r"\b(somebody|someone's own|whoever|whosoever|of whom|bring(s|ing)? in|brought in|tak(e|es|ing|en) along"
    r"|who did what|what you hear of|stands? in|stands? for nothing|beside|as the device|own figure|listed twice"
    r"|waves? the newest|anew|mended|to be mended|say (on|at|in|which|what|who|how|where|when)|says so"
    r"|goes off by itself|letters? about|from door to door|too close to tell|none, declared|looks like the town"
    r"|who has met|sign of life|put back|e-mail(s|ed)?)\b",
    re.IGNORECASE,
)
# Files whose example data or quotations contain such a phrase.
QUOTING: set[str] = set()
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def retired_messages() -> Iterator[tuple[str, str]]:
    """Return the first file and the text of each message with a retired phrase."""
    spanish = next(path for path in po_files() if path.parts[-3] == "es")
    for message in read_catalog(spanish):
        texts: list[str] = [message.id] if isinstance(message.id, str) else list(message.id)
        first = min((file for file, _line in message.locations), default="")
        yield from ((first, text) for text in texts if RETIRED.search(text))


def documents() -> list[str]:
    return subprocess.check_output(["git", "ls-files", "*.md"], cwd=ROOT, text=True).split()


def test_no_message_uses_a_retired_phrase():
    assert list(retired_messages()) == []


def test_no_document_uses_a_retired_phrase():
    wrong = [
        (document, match.group())
        for document in documents()
        if document not in QUOTING
        for match in RETIRED.finditer(CODE.sub("", (ROOT / document).read_text()))
    ]
    assert wrong == []
