"""The transfer size of a static file: compressed by brotli, as WhiteNoise serves it, except fonts, which are
compressed."""

from pathlib import Path

import brotli


def get_bytes(path: Path) -> int:
    return path.stat().st_size if path.suffix == ".woff2" else len(brotli.compress(path.read_bytes()))
