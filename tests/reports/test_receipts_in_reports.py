"""Every figure of a report links to its receipt: in PDF, spreadsheet and page, in three languages."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation.figure_queries.receipts import hash_receipt
from evaluation.models import Figure
from reports.build import draw_pdf
from reports.xlsx import draw_xlsx
from tests.base import World, within
from tests.reports.report_samples import NOW, get_snapshot
from tests.reports.test_report_pages import build

LANGUAGES = {"en": "en-US", "es": "es-US", "zh-hans": "zh-CN"}
WRITTEN = {
    "narrative": [
        {
            "code": "opening",
            "title": "Introduction",
            "paragraphs": [
                {"kind": "text", "text": "We met 6 times."},
                {"kind": "item", "text": "First"},
                {"kind": "item", "text": "Second"},
            ],
        },
        {
            "code": "learned",
            "title": "What we learned",
            "paragraphs": [{"kind": "text", "text": "Patience."}],
        },
    ],
    "changes": {
        "since": 1,
        "title": "What changed since version 1",
        "sentence": "One event was counted twice.",
        "rows": [{"title": "5 Events", "before": "7", "after": "6"}],
    },
}


def get_parts(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for item in snapshot["items"] for part in item["parts"]]


def close(text: str) -> str:
    """Return the text without spaces, since PDFs have extra ones between characters of other scripts."""
    return "".join(text.split())


def elements(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        result = child.get_object()
        if hasattr(result, "get") and "/S" in result:
            yield result
            yield from elements(result)


def links(reader: PdfReader) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(reader.pages, 1):
        for link in page.get("/Annots", []):
            result = link.get_object()
            if result["/Subtype"] == "/Link":
                yield number, result


@pytest.mark.thorough
def test_a_pdf_is_tagged_in_each_language_with_contents_pages_and_receipts(filled: World):
    for language, tag in LANGUAGES.items():
        snapshot = get_snapshot(filled.usa, language) | WRITTEN
        words_of_headings = snapshot["headings"]
        reader = PdfReader(io.BytesIO(draw_pdf(snapshot)))
        root: Any = reader.trailer["/Root"]
        assert root["/Lang"] == tag
        tags = list(elements(root["/StructTreeRoot"]))
        kinds = [str(tag["/S"]) for tag in tags]
        assert {"/H1", "/H2", "/H3", "/TOC", "/TOCI", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"} <= set(
            kinds
        )
        figures = [tag for tag in tags if tag["/S"] == "/Figure"]
        assert figures
        assert all(str(figure["/Alt"]).strip() for figure in figures)
        texts = [close(page.extract_text()) for page in reader.pages]
        assert hash_receipt(snapshot)[:32] in texts[0]
        assert close(snapshot["edition"]["text"]) in texts[0]
        for word in ("contents", "summary", "items", "receipts"):
            assert close(words_of_headings[word]) in texts[1]
        assert close(f"{words_of_headings['page']} 2 / {len(texts)}") in texts[1]
        whole_text = "".join(texts)
        written = ("We met 6 times.", "Patience.", "One event was counted twice.")
        for text in (*written, *(part["title"] for part in get_parts(snapshot))):
            assert close(text) in whole_text


def test_each_figure_of_a_pdf_is_a_link_to_its_receipt_and_from_there_to_the_page(filled: World):
    snapshot = get_snapshot(filled.usa)
    reader = PdfReader(io.BytesIO(draw_pdf(snapshot)))
    results = list(links(reader))
    outward = {str(link["/A"]["/URI"]) for _page, link in results if "/A" in link and "/URI" in link["/A"]}
    cells = [cell for town in snapshot["communities"] for cell in town["cells"]]
    assert outward == {part["receipt"]["url"] for part in get_parts(snapshot)} | {
        cell["receipt_url"] for cell in cells if cell["receipt_url"]
    }
    # The contents, then each figure of the items and of the table of communities.
    inward = [page for page, link in results if not ("/A" in link and "/URI" in link["/A"])]
    assert len([page for page in inward if page != 2]) >= len(get_parts(snapshot)) + len(cells)


def test_the_receipt_says_in_words_what_was_counted(filled: World):
    with within(filled.hill):
        figure = Figure.objects.get(part="meets_consistently", half_year=NOW)
        figure.receipt |= {
            "considered": {"events.event": [[9, 1]]},
            "filters": {"status": "held", "kinds": ["team_meeting"], "members_at_least": 3, "moon": "full"},
            "thresholds": {"met": 80, "target": None},
        }
        figure.save()
    receipt = get_parts(get_snapshot(filled.hill))[0]["receipt"]
    assert [(entry["title"], entry["text"]) for entry in receipt["filters"]] == [
        ("Events", "held"),
        ("Of these kinds", "Team meeting"),
        ("Members present, at least", "3"),
        ("moon", "full"),
    ]
    assert [threshold["text"] for threshold in receipt["thresholds"]] == ["80 percent", "No target set"]
    assert [(entry["text"], entry["count"]) for entry in receipt["considered"]] == [
        ("meetings and events", 1)
    ]
    assert receipt["url"].endswith(f"/c/hill/figures/{NOW}/meets_consistently/")
    # For Hill and Dale together it includes both.
    together = get_parts(get_snapshot(filled.usa))[0]["receipt"]
    assert (together["filters"], together["total"]) == ([], 8)


def test_a_spreadsheet_has_typed_cells_that_lead_to_their_receipts(filled: World):
    snapshot = get_snapshot(filled.usa) | WRITTEN
    book: Any = load_workbook(io.BytesIO(draw_xlsx(snapshot)))
    assert book.sheetnames[:3] == ["Summary", "In our words", "What changed"]
    items, receipts = book["Items"], book["Receipts"]
    for number, part in enumerate(get_parts(snapshot), 2):
        cell = items.cell(number, 6)
        assert cell.hyperlink.location == f"'Receipts'!A{number}"
        assert receipts.cell(number, 2).value == part["label"]
        assert cell.data_type == ("n" if part["value"] is not None else "s")
        assert receipts.cell(number, 15).hyperlink.target == part["receipt"]["url"]
    towns = book["Communities"]
    cells = [cell for town in snapshot["communities"] for cell in town["cells"]]
    for number, cell in enumerate(cells, 2):
        row = int(towns.cell(number, 8).hyperlink.location.rpartition("A")[2])
        assert (receipts.cell(row, 9).value or "") == cell["receipt_hash"]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"n", "s"}
    assert all(sheet.print_title_rows for sheet in book if sheet.title != "Summary")
    assert items.freeze_panes == "D2"
    properties = {prop.name: prop.value for prop in book.custom_doc_props.props}
    assert properties == {"Language": "en", "Snapshot SHA-256": hash_receipt(snapshot)}
    assert book.properties.title == "Evaluation report: Oasis USA, January to June 2026"
    definitions = {row[0].value: row for row in book["Definitions"].iter_rows(min_row=2)}
    assert definitions["1a"][3].value == get_parts(snapshot)[0]["definition"]
    assert {"0 (reported as zero)", "Unknown", "Does not apply", "Not shown"} <= definitions.keys()


def test_the_four_states_have_a_look_and_words_of_their_own_in_a_spreadsheet(filled: World):
    book: Any = load_workbook(io.BytesIO(draw_xlsx(get_snapshot(filled.hill))))
    rows = {row[1].value: row[5] for row in book["Items"].iter_rows(min_row=2)}
    value, zero, open_, not_asked = (rows[label] for label in ("1a", "5", "12", "8"))
    assert (zero.value, zero.data_type, "0 (reported as zero)" in zero.number_format) == (0, "n", True)
    assert (open_.value, not_asked.value) == ("Unknown", "Does not apply")
    looks = {
        (cell.border.left.style, cell.fill.fill_type, cell.font.i) for cell in (value, zero, open_, not_asked)
    }
    assert len(looks) == 4


def test_the_page_has_each_receipt_and_what_became_of_the_records(filled: World, signed_in):
    report = build(filled, filled.hill)
    url = f"/c/hill/reports/{report.pk}/"
    client = signed_in("hill-member")
    page = client.get(url).content.decode()
    for part in get_parts(get_snapshot(filled.hill)):
        assert f'href="#receipt-{part["code"]}"' in page
        assert f'id="receipt-{part["code"]}"' in page
        assert f'href="{part["receipt"]["url"].removeprefix(settings.SITE_URL)}"' in page
    assert settings.SITE_URL not in page
    # The sample's five meetings do not exist, so a recount misses them.
    assert "Since then: 5 removed." in page
    with within(filled.hill):
        Figure.objects.filter(part="meets_consistently", half_year=NOW).update(receipt_hash="f" * 64)
    assert "The figure was recalculated after this report." in client.get(url).content.decode()
    # Readers without access to the records are not told about them.
    office = build(filled, filled.usa)
    page = signed_in("usa-staff").get(f"/office/usa/reports/{office.pk}/").content.decode()
    assert "Since then" not in page
    assert "/office/usa/communities/hill/figures/" in page


def test_no_fingerprint_allows_guessing_the_number_of_answers(filled: World):
    for whose in (filled.hill, filled.usa):
        snapshot = get_snapshot(whose)
        parts = {
            part["code"]: part["receipt"]["hash"] for item in snapshot["items"] for part in item["parts"]
        }
        assert {code for code, fingerprint in parts.items() if not fingerprint} == {
            "access_known",
            "risks_known",
        }
        for row in snapshot["communities"]:
            texts = {cell["part"]: cell["receipt_hash"] for cell in row["cells"]}
            assert (texts["access_known"], texts["risks_known"]) == ("", "")
            assert texts["engagement_events"]
