"""Print the first words of a document: a program of its own, `preview_worker.py SUFFIX PATH` (library/files.py).

A file may be made to use up memory and time in whoever reads it. This process has little of both, and nothing else: no
settings, no database, no network that it would ask for.
"""

import html
import re
import resource
import sys
import zipfile
from collections.abc import Iterator

MEMORY, SECONDS = 512 << 20, 4
# Of one part of a zipped document, unpacked; and of what is printed.
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
    """By the marks of its text alone: nothing in it is resolved or looked up."""
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
