"""Prints the first words of a document: `preview_worker.py SUFFIX PATH` (library/files.py).

A malicious file can exhaust memory and time of its reader, so this process has tight limits and no settings, database
or network.
"""

import html
import re
import resource
import sys
import zipfile
from collections.abc import Iterator

MEMORY, SECONDS = 512 << 20, 4
# Bytes read from one part of a zipped document, unpacked; and characters printed.
READ, WORDS = 1 << 20, 2000
PARTS = {
    ".docx": ("word/document.xml", r"</w:p>", r"<w:t(?: [^>]*)?>([^<]*)</w:t>"),
    ".pptx": ("ppt/slides/slide1.xml", r"</a:p>", r"<a:t>([^<]*)</a:t>"),
    ".odt": ("content.xml", r"</text:[ph]>", r">([^<]+)"),
}


def extract_pdf(path: str) -> str:
    from pypdf import PdfReader

    text = ""
    for page in PdfReader(path).pages[:3]:
        text += page.extract_text() + "\n"
        if len(text) >= WORDS:
            break
    return text


def extract_document(path: str, suffix: str) -> str:
    """Extract text by its tags alone; nothing in the file is resolved or loaded."""
    part, paragraph, text = PARTS[suffix]
    with zipfile.ZipFile(path) as archive, archive.open(part) as opened:
        marked = opened.read(READ).decode("utf-8", errors="ignore")

    def paragraphs() -> Iterator[str]:
        for section in re.split(paragraph, marked):
            yield "".join(re.findall(text, section))

    return html.unescape("\n".join(paragraphs()))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    _program, chosen, place = sys.argv
    excerpt = extract_pdf(place) if chosen == ".pdf" else extract_document(place, chosen)
    sys.stdout.buffer.write(excerpt[:WORDS].encode("utf-8", errors="ignore"))
