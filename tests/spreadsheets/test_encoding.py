"""Detecting a CSV's encoding, also from a few letters in short lists."""

from pathlib import Path

import pytest

from tfc.spreadsheets.encoding import detect_encoding
from tfc.spreadsheets.remarks import UnreadableError


@pytest.mark.parametrize(("text", "encoding"), [
    ("Name,City\nPeña,Pasadena\nHill,LA\n", "cp1252"),
    ("Name,City\nMaría,Pasadena\n", "cp1252"),
    ("x,y\nCAÑÓN,a\nSEÑOR,b\n", "cp1252"),
    ("¿Qué?,b\n¡Sí!,c\n", "cp1252"),
    ("Nom;Ville\nFrançois;Orléans\n", "cp1252"),
    ("Name,Note\nHill,“said”\nLake,it’s\n", "cp1252"),
    ("a,b\n李,x\n", "gb18030"),
    ("Date,Title\n2025-03-05,Meeting 会议\n", "gb18030"),
    ("name,city\n李喆,Pasadena\n", "gb18030"),
    ("Date\tTitle\r\n2025-03-05\tNiños, 会议\r\n", "utf-16-le"),
])  # fmt: skip
def test_it_knows_a_short_list(tmp_path: Path, text: str, encoding: str):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    assert detect_encoding(path) == encoding


def test_it_refuses_what_it_does_not_know(tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_bytes("名前,都市\n田中さくら,とうきょう\n".encode("shift_jis"))
    with pytest.raises(UnreadableError):
        detect_encoding(path)
