"""A problem found in a file, as a code with the place or name that explains it to the person who uploaded it."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_DETAIL = 80


@dataclass(frozen=True)
class Finding:
    """``code``: a key of sentences.CONTENTS or sentences.REFUSALS. ``detail``: a name from the file, or empty."""

    code: str
    detail: str = ""

    @classmethod
    def in_part(cls, code: str, detail: str) -> "Finding":
        return cls(code, " ".join(detail.split())[:LONGEST_DETAIL])


class RefusedError(Exception):
    """Raised when a file is not accepted."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(dict.fromkeys(findings))
        super().__init__(", ".join(finding.code for finding in self.findings))
