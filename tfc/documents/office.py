"""Office files of both families, opened with the limits of tfc/sheets/package.py."""

from tfc.documents import odf, ooxml
from tfc.documents.findings import Finding, RefusedError
from tfc.sheets.package import opened_file
from tfc.sheets.remarks import UnreadableError

# What tfc/sheets says of a package, as the codes of sentences.REFUSALS.
UNREADABLE = {"locked": "locked", "not_safe": "unsafe-package", "unpacks_too_far": "too-much"}


def find_active_parts(path: str, suffix: str) -> list[Finding]:
    try:
        with open(path, "rb") as file, opened_file(file) as package:
            if suffix == ".odt":
                return odf.find_active_parts(package)
            return ooxml.find_active_parts(package, suffix)
    except UnreadableError as error:
        raise RefusedError([Finding(UNREADABLE.get(error.remark.code, "wrong-kind"))]) from error
