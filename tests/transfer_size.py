"""What travels of a static file: as WhiteNoise serves it, compressed by brotli, but for letters, which are already."""

from pathlib import Path

import brotli


def bytes_of(path: Path) -> int:
    return path.stat().st_size if path.suffix == ".woff2" else len(brotli.compress(path.read_bytes()))
