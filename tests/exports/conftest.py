"""Makes libhxl importable: it is distributed as source only (tests/exports/hxl/README.md)."""

import sys
import tarfile
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import ply.yacc
import pytest

PACKED = Path(__file__).parent / "hxl"


@pytest.fixture(scope="session")
def hxl(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("hxl")
    for packed in PACKED.glob("*.tar.gz"):
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
        sys.path.append(str(folder / packed.name.removesuffix(".tar.gz")))
    # Its parser would write its tables next to the source and leave the file open.
    ply.yacc.yacc = partial(ply.yacc.yacc, debug=False, write_tables=False)
    return import_module("hxl")
