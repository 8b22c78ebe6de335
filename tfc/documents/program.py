"""Checks or rebuilds one file in a separate process (tfc/limited_program.py, started by cleaning.py).

It prints {"refused": [[code, detail]…]} or {"removed": [code…]}.
"""

import json
import sys
from pathlib import Path

from tfc.documents.findings import RefusedError
from tfc.documents.kinds import DOCUMENTS, PICTURES, RECORDINGS, TYPES


def main(suffix: str, source: str, target: str, longest: str) -> None:
    try:
        result: dict[str, object] = {"removed": _clean(suffix, source, target, int(longest))}
    except RefusedError as refused:
        result = {"refused": [[finding.code, finding.detail] for finding in refused.findings]}
    sys.stdout.write(json.dumps(result))


def _clean(suffix: str, source: str, target: str, longest: int) -> list[str]:
    """Return what was removed, as codes; raise RefusedError with the findings in a file that is not accepted."""
    if suffix == ".pdf":
        from tfc.documents.pdf import rewrite_pdf

        return sorted(rewrite_pdf(source, target))
    if suffix in DOCUMENTS:
        from tfc.documents.office import find_active_parts

        if findings := find_active_parts(source, suffix):
            raise RefusedError(findings)
        return []
    if suffix in RECORDINGS:
        from tfc.documents.recordings import rewrite_mp3, rewrite_mp4

        (rewrite_mp3 if suffix == ".mp3" else rewrite_mp4)(source, target)
        return []
    from tfc.documents.pictures import redraw_picture

    content = redraw_picture(Path(source).read_bytes(), PICTURES[TYPES[suffix]], longest=longest)
    Path(target).write_bytes(content)
    return []
