"""Opens Office files of both families with the limits of tfc/spreadsheets/xlsx_zip.py."""

from tfc.documents import odf, ooxml
from tfc.documents.findings import Finding, RefusedError
from tfc.documents.kinds import OPEN_XML
from tfc.spreadsheets.remarks import UnreadableError
from tfc.spreadsheets.xlsx_zip import open_package_file

# Errors of tfc/spreadsheets about a package, as codes of sentences.REFUSALS.
UNREADABLE = {"locked": "locked", "not_safe": "unsafe-package", "unpacks_too_far": "too-much"}


def find_active_parts(path: str, suffix: str) -> list[Finding]:
    try:
        with open(path, "rb") as file, open_package_file(file) as package:
            family = ooxml if suffix in OPEN_XML else odf
            return family.find_active_parts(package, suffix)
    except UnreadableError as error:
        raise RefusedError([Finding(UNREADABLE.get(error.remark.code, "wrong-kind"))]) from error
