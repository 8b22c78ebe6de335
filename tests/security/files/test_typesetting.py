"""Typesetting a PDF reads only the given data and our fonts: no other file and no network."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from reports.build import draw_pdf as report_pdf
from stakeholders.briefings.pdf import draw_pdf as briefing_pdf
from stakeholders.briefings.snapshot import get_current_snapshot as briefing_snapshot
from tests.base import World, within
from tests.reports.report_samples import get_snapshot
from tests.stakeholders.briefings.base import NOON, draft, find
from tests.thorough import sample
from tfc.typesetting import DrawingError, typeset

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    '<image href="%s" width="9" height="9"/><rect width="3" height="3"/></svg>'
)
MADE = "2026-03-03T20:00:00+00:00"
HEAD = '#set document(title: "x")\n#set text(font: "Noto Sans", lang: "en")\n'


def drawn(folder: Path, text: str, **data: object) -> bytes:
    template = folder / "sheet.typ"
    template.write_text(HEAD + text)
    return typeset(template, data, MADE)


def test_it_draws_what_it_was_given(tmp_path: Path):
    """Positive control for the tests below."""
    assert drawn(tmp_path, '#json("words.json").at(0)', words=["x"]).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#read("../../../../../../etc/passwd")',
        '#read("/../../../../../etc/passwd")',
        '#read("/proc/self/environ")',
        '#image("/etc/passwd")',
        '#image("../../../../../../usr/share/pixmaps/debian-logo.png", alt: "x")',
        '#image("https://127.0.0.1:9/x.png", alt: "x")',
        '#include "/etc/passwd"',
        '#import "../secret.typ": *',
        '#import "@preview/cetz:0.3.4": *',
        '#import "@local/x:0.1.0": *',
        '#plugin("/usr/lib/x.wasm")',
        '#bibliography("/etc/passwd")',
        '#csv("/etc/passwd")',
        '#eval("read(\\"/etc/passwd\\")")',
    ],
)
def test_it_reads_nothing_else(tmp_path: Path, text: str):
    (tmp_path / "secret.typ").write_text("#let x = 1")
    with pytest.raises(DrawingError):
        drawn(tmp_path, text)


ATTACK = '#read("/etc/passwd") #image("/etc/hostname") #import "@preview/x:1.0.0" $ #eval("1") ` <a> '


def attacked(data: Any) -> Any:
    """Return the data with the attack before every text of several words; codes have one word."""
    if isinstance(data, str):
        return ATTACK + data if " " in data else data
    if isinstance(data, Mapping):
        return {key: attacked(value) for key, value in data.items()}
    return [attacked(value) for value in data] if isinstance(data, list | tuple) else data


def get_words(pdf: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.thorough
@pytest.mark.parametrize("place", sample(["hill", "usa"], first=1))
def test_it_prints_any_text_of_a_report_and_executes_none(filled: World, place: str):
    snapshot = get_snapshot(filled.hill if place == "hill" else filled.usa)
    results = {"made_at": snapshot["made_at"], "pictures": snapshot.get("pictures", ())}
    text = get_words(report_pdf(attacked(snapshot) | results))
    assert text.count('#read("/etc/passwd")') > 20
    assert "root:" not in text


def test_it_prints_any_text_of_a_briefing_and_executes_none(world: World):
    finding = find(world.hill, summary=ATTACK * 2)
    briefing = draft(world.hill, finding, title=ATTACK[:60], opening=ATTACK)
    with within(world.hill):
        snapshot = briefing_snapshot(briefing, world.hill, NOON)
    text = get_words(briefing_pdf(snapshot))
    assert text.count('#read("/etc/passwd")') >= 3
    assert "root:" not in text


@pytest.mark.parametrize(
    "href", ["file:///etc/hostname", "/etc/hostname", "../../../../etc/hostname", "secret.png"]
)
def test_it_draws_no_picture_that_a_picture_names(tmp_path: Path, href: str):
    """Our drawings contain names that people typed; even an injected image reference loads nothing."""
    with pytest.raises(DrawingError, match="failed to load linked image"):
        drawn(tmp_path, '#image(bytes(json("s.json").at(0)), format: "svg", alt: "x")', s=[SVG % href])
