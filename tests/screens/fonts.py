"""Adds the reports' fonts, since the machine may have no Chinese ones and pictures would show boxes."""

from pathlib import Path

from dev.layout import ROOT

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir></fontconfig>"""


def font_config(folder: Path) -> dict[str, str]:
    place = folder / "fonts.conf"
    place.write_text(CONFIG.format(fonts=ROOT / "tfc" / "fonts"))
    return {"FONTCONFIG_FILE": str(place)}
