"""Placeholders in texts, paragraphs, and differences between versions: pure functions without a database."""

from typing import Any

import pytest
from django.utils import translation

from reports.differences import differences
from reports.narrative import (
    NarrativeTexts,
    UnknownFigureError,
    add_texts,
    build_sections,
    get_sections,
    split_paragraphs,
    unknown_figures,
)
from reports.placeholders import (
    fill_placeholders,
    find_unknown_placeholders,
    get_explained_groups,
    get_placeholder_groups,
    get_placeholders,
    suggest_placeholder,
)


def part(label: str, **changes: Any) -> dict[str, Any]:
    return {
        "label": label, "title": f"Part {label}", "state": "value", "value_text": "6", "numerator": 6,
        "denominator": None, "lower": 6, "upper": 6, "value": 6, "rating": "met", "rating_text": "Met",
        "known_count": 1, "applicable": 1, "fraction_text": "", "bounds_text": "", "known_text": "",
        "history": [
            {"half_year": "2025-H2", "state": "unknown", "value_text": "Unknown"},
            {"half_year": "2026-H1", "state": "value", "value_text": "6"},
        ],
    } | changes  # fmt: skip


def cell(label: str, **changes: Any) -> dict[str, Any]:
    return {"label": label, "state": "value", "value_text": "4", "value": 4, "rating": "met"} | changes


def snapshot(*parts: dict[str, Any], **changes: Any) -> Any:
    return {
        "name": "Hill", "half_year": "2026-H1", "period_text": "January to June 2026", "known_count": 9,
        "applicable": 14, "rounds": ["2025-H2", "2026-H1"], "communities": [], "offices": [],
        "own_questions": [], "targets": [], "achievements": [],
        "items": [{"parts": list(parts or (part("5"),))}],
        "indicators": [
            {"code": "stakeholder_engagement", "title": "Stakeholder engagement", "rating": "partly",
             "rating_text": "Partly met", "score": 50, "score_text": "50%", "known_count": 3, "applicable": 4,
             "known_text": "3 of 4 known"}
        ],
    } | changes  # fmt: skip


def says(text: str, facts: Any) -> str:
    return fill_placeholders(text, get_placeholders(facts))


def test_it_writes_each_figure_as_part_of_a_sentence():
    town = snapshot(
        part("1a", value_text="83%", fraction_text="5 of 6", bounds_text="at most 90%"),
        part("2", state="unknown", value=None, value_text="Unknown", known_text="known for 1 of 2"),
        part("5", state="declared_zero", value_text="0 (reported as zero)"),
        part("6", state="hidden", value=None, value_text="fewer than 5 of 40"),
        part(
            "7", state="unknown", value=None, value_text="Listed by community", known_text="known for 1 of 2"
        ),
        part("8", state="not_applicable", value=None, value_text="Does not apply"),
    )
    assert says("[[1a]], [[ 2 ]], [[5]], [[6]], [[7]], [[8]]", town) == (
        "83% (5 of 6; at most 90%), unknown, 0 (reported as zero), fewer than 5 of 40, listed by community, not asked"
    )
    assert says("[[5@2025-H2]] [[5@2025-h2]]", snapshot()) == "unknown unknown"
    assert says("[[known]] in [[period]], [[name]]: [[stakeholder_engagement]]", town) == (
        "9 of 14 in January to June 2026, Hill: Partly met (3 of 4 known)"
    )


def test_it_quotes_the_report_in_its_language_and_explains_in_that_of_who_writes():
    town = snapshot(part("1a", code="meets_consistently", value_text="83%", fraction_text="5 of 6"))
    with translation.override("es"):
        [first, *more] = get_explained_groups(town, "en")[0].placeholders
    assert (first.says, first.about) == ("83% (5 of 6)", "1a Se reúne con constancia")
    [known_placeholder] = [placeholder for placeholder in more if placeholder.code == "known"]
    assert known_placeholder.says == "9 of 14"
    assert known_placeholder.about != "parts known of those that apply"


def test_it_writes_the_number_alone_on_request():
    rows = [{"slug": "short", "name": "Short", "cells": [cell("5", number_text="4")]}]
    town = snapshot(
        part("1a", value_text="83%", number_text="83%", fraction_text="5 of 6"),
        part("5", state="declared_zero", value_text="0 (reported as zero)", number_text="0"),
        part("2", state="unknown", value=None, value_text="Unknown", number_text=""),
    )
    assert says("[[1a:short]], [[5:SHORT]], [[2:short]], [[1a@2025-h2:short]]", town) == (
        "83%, 0, unknown, unknown"
    )
    assert find_unknown_placeholders("[[known:short]]", get_placeholders(town)) == ["[[known:short]]"]
    assert says("[[5:short]] [[5:short:short]]", snapshot(communities=rows)) == "4 4"
    assert (
        suggest_placeholder("[[5:shor]]", get_placeholders(town)),
        suggest_placeholder("[[elephant]]", get_placeholders(town)),
    ) == ("[[5:short]]", "")


def test_it_knows_the_figures_of_each_community_and_of_each_office():
    rows = [
        {"slug": "hill", "name": "Hill", "cells": [cell("5")]},
        {"slug": "moor", "name": "Moor", "cells": []},
    ]
    office = snapshot(part("5", value_text="71", known_text="known for 8 of 9 communities"), communities=rows)
    assert says("[[5]]: [[5:hill]]. [[communities]]", office) == "71 (known for 8 of 9 communities): 4. 2"
    assert [group.title for group in get_placeholder_groups(office)] == ["", "Hill", "July to December 2025"]
    abroad = snapshot(
        offices=[{"slug": "usa", "name": "Oasis USA", "cells": [cell("5", known_text="1 of 1")]}]
    )
    assert says("[[5:usa]] [[offices]]", abroad) == "4 (1 of 1) 1"


def test_it_reports_unknown_placeholders():
    placeholders = get_placeholders(snapshot())
    assert find_unknown_placeholders("[[5]] ［［5］］ 【【5】】 and [one] [x] bracket", placeholders) == []
    assert find_unknown_placeholders("[[99]] [[5:dale]] [[99]] [[]] [[5@2031-H1]]", placeholders) == [
        "[[99]]", "[[5:dale]]", "[[]]", "[[5@2031-H1]]",
    ]  # fmt: skip
    assert find_unknown_placeholders("open [[5 and close]]", placeholders) == ["[[5 and close]]"]
    assert find_unknown_placeholders("[[5]] and [[ alone", placeholders) == ["[["]
    assert says("We held [[99]].", snapshot()) == "We held [[99]]."


def test_it_reads_paragraphs_and_lists():
    text = "One\r\nparagraph.\n\nAnother:\n- first\n  goes on\n- second\n• third\n\n\nThe end."
    assert [
        (split_paragraph["kind"], split_paragraph["text"]) for split_paragraph in split_paragraphs(text)
    ] == [
        ("text", "One paragraph."),
        ("text", "Another:"),
        ("item", "first goes on"),
        ("item", "second"),
        ("item", "third"),
        ("text", "The end."),
    ]
    assert split_paragraphs(" \n ") == []


def test_it_lists_the_sections_in_order_without_empty_ones():
    sections = build_sections({"closing": "Thanks.", "opening": "[[5]] events.", "learned": " "}, snapshot())
    assert [
        (section["code"], section["title"], section["paragraphs"][0]["text"]) for section in sections
    ] == [("opening", "Introduction", "6 events."), ("closing", "Thanks and next steps", "Thanks.")]


def test_it_offers_no_text_about_an_indicator_that_is_not_in_the_report_unless_there_is_one():
    offered = ["opening", "stakeholder_engagement", "learned", "closing"]
    assert get_sections(snapshot(), {}) == offered
    written = get_sections(snapshot(), {"awareness_and_prevention": "Much."})
    assert written == ["opening", "awareness_and_prevention", *offered[1:]]


def test_it_publishes_no_text_that_names_a_figure_which_is_not_there():
    texts = {"opening": "[[5:dale]]"}
    assert unknown_figures(texts, snapshot()) == {"opening": ["[[5:dale]]"]}
    draft = add_texts(snapshot(), NarrativeTexts(texts), published=False)
    assert draft["narrative"][0]["paragraphs"] == [{"kind": "text", "text": "[[5:dale]]"}]
    assert draft["changes"] is None
    with pytest.raises(UnknownFigureError):
        add_texts(snapshot(), NarrativeTexts(texts), published=True)


def test_it_lists_what_a_later_version_says_differently():
    before = snapshot(
        part("5"), part("6"),
        communities=[
            {"slug": "hill", "name": "Hill", "cells": [cell("5")]}, {"slug": "dale", "name": "Dale", "cells": []},
        ],
    )  # fmt: skip
    after = snapshot(
        part("5", numerator=7, value=7, value_text="7"), part("6"),
        communities=[
            {"slug": "hill", "name": "Hill", "cells": [cell("5", value=None, state="unknown", value_text="Unknown")]},
            {"slug": "moor", "name": "Moor", "cells": []},
        ],
    )  # fmt: skip
    after["indicators"] = [after["indicators"][0] | {"rating": "met", "rating_text": "Met"}]
    assert [tuple(difference.values()) for difference in differences(before, after)] == [
        ("5 Part 5", "6, Met", "7, Met"),
        ("Stakeholder engagement", "Partly met, 50%, 3 of 4 known", "Met, 50%, 3 of 4 known"),
        ("Hill: 5", "4", "unknown"),
        ("Dale", "in the report", "not in the report"),
        ("Moor", "not in the report", "in the report"),
    ]
    assert differences(before, before) == []
    written = NarrativeTexts(
        {"opening": "We met. [[5]] came,\nno more.", "learned": "Ask."}, "We found a missing sheet.",
        before=before, texts_before={"opening": "We met. [[5]] came.", "learned": "Ask.\n", "closing": "Bye."}, since=1,
    )  # fmt: skip
    told_so = add_texts(after, written, published=True)["changes"]
    assert (told_so["since"], told_so["sentence"]) == (1, "We found a missing sheet.")
    assert (told_so["title"], len(told_so["rows"])) == ("What changed since version 1", 7)
    assert [tuple(row.values()) for row in told_so["rows"][:2]] == [
        ("Text changed: Introduction", "… 6 came.", "… 7 came, no more."),
        ("Text changed: Thanks and next steps", "Bye.", "not in the report"),
    ]


def test_it_lists_an_answer_and_a_target_that_differ():
    answer = {"label": "Q1", "title": "Where?", "version": 1, "state": "value", "value": 1, "numerator": 1,
              "denominator": 2, "value_text": "50%"}  # fmt: skip
    target = {
        "title": "Ten events",
        "about": "All",
        "standing": "behind",
        "standing_text": "Behind",
        "reached_text": "3",
    }
    before = snapshot(own_questions=[answer], targets=[target])
    after = snapshot(
        own_questions=[answer | {"numerator": 2, "value_text": "100%"}],
        targets=[target | {"reached_text": "4"}],
    )
    assert [tuple(difference.values()) for difference in differences(before, after)] == [
        ("Q1 Where?", "50%", "100%"),
        ("Target: Ten events", "3, Behind", "4, Behind"),
    ]
