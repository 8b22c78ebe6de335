"""Check or rebuild one file: `program.py SUFFIX SOURCE TARGET LONGEST_SIDE`, a process of its own (cleaning.py).

A file may be made to use up memory and time, or to find a fault in a library that reads it. This process has little of
both, no settings, no database and no secret. It writes {"refused": [[code, detail]…]} or {"removed": [code…]}.
"""

import json
import resource
import sys
import types
from pathlib import Path

MEMORY, SECONDS, WRITTEN, FILES = 1 << 30, 20, 120 << 20, 64
PROJECT = Path(__file__).resolve().parents[2]


def limit_resources() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def find_package() -> None:
    """Make tfc.documents importable without running tfc/__init__.py, which starts Celery."""
    package = types.ModuleType("tfc")
    package.__path__ = [str(PROJECT / "tfc")]
    sys.modules["tfc"] = package
    # The folder of this file comes first otherwise, with modules named as those of libraries.
    sys.path[0] = str(PROJECT)


def clean(suffix: str, source: str, target: str, longest: int) -> list[str]:
    """What was removed, as codes; RefusedError with what was found in a file that is not accepted."""
    from tfc.documents.findings import RefusedError
    from tfc.documents.kinds import DOCUMENTS, PICTURES, TYPES

    if suffix == ".pdf":
        from tfc.documents.pdf import rewrite_pdf

        return sorted(rewrite_pdf(source, target))
    if suffix in DOCUMENTS:
        from tfc.documents.office import find_active_parts

        if findings := find_active_parts(source, suffix):
            raise RefusedError(findings)
        return []
    from tfc.documents.pictures import redraw_picture

    content = redraw_picture(Path(source).read_bytes(), PICTURES[TYPES[suffix]], longest=longest)
    Path(target).write_bytes(content)
    return []


def main() -> None:
    limit_resources()
    find_package()
    from tfc.documents.findings import RefusedError

    _program, suffix, source, target, longest = sys.argv
    try:
        result: dict[str, object] = {"removed": clean(suffix, source, target, int(longest))}
    except RefusedError as refused:
        result = {"refused": [[finding.code, finding.detail] for finding in refused.findings]}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
