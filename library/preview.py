"""The first words of a document, to look at before it is fetched."""

import re
import subprocess
import sys
from pathlib import Path

READER = Path(__file__).with_name("preview_worker.py")
READ_BY_PROGRAM = (".pdf", ".docx", ".pptx", ".odt")
SECONDS = 6
MOST = 500
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def extract_preview(path: Path, suffix: str) -> str:
    """500 characters at most; empty where the file is locked, broken, slow to read, or holds no text."""
    try:
        done = subprocess.run(
            [sys.executable, str(READER), suffix, str(path)],
            capture_output=True,
            check=True,
            timeout=SECONDS,
            env={"LANG": "C.UTF-8"},
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    text = UNSEEN.sub("", done.stdout.decode("utf-8", errors="ignore"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:MOST].strip()
