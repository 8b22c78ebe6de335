import pytest
from django.utils.functional import Promise

from communities.thresholds import Thresholds
from evaluation.instrument import (
    INDICATORS,
    ITEMS,
    PARTS,
    Rule,
    Unit,
    indicator,
    item,
    part,
    parts_of_indicator,
)

CODES_BY_INDICATOR = {
    "awareness_and_prevention": ["2", "5", "6", "7"],
    "participation_and_inclusion": ["1b", "4b"],
    "ownership_and_leadership": ["1a", "3", "10"],
    "stakeholder_engagement": ["4a", "9", "11"],
    "resources_and_networks": ["8", "12"],
}


def test_it_has_the_fourteen_parts_in_order():
    assert [(part.label, part.code) for part in PARTS] == [
        ("1a", "meets_consistently"),
        ("1b", "diverse_participation"),
        ("2", "research_done"),
        ("3", "focus_chosen"),
        ("4a", "stakeholder_meetings"),
        ("4b", "sector_breadth"),
        ("5", "engagement_events"),
        ("6", "access_known"),
        ("7", "risks_known"),
        ("8", "ready_to_refer"),
        ("9", "strategies_implemented"),
        ("10", "leaders_in_development"),
        ("11", "professionals_trained"),
        ("12", "resources_identified"),
    ]


def test_it_gives_each_part_to_one_indicator():
    results = {
        indicator.code: [p.label for p in parts_of_indicator(indicator.code)] for indicator in INDICATORS
    }
    assert results == CODES_BY_INDICATOR


def test_it_numbers_twelve_items_and_labels_parts_by_them():
    assert [item.number for item in ITEMS] == list(range(1, 13))
    assert all(part.label.rstrip("ab") == str(part.item) for part in PARTS)
    assert [part.label for part in PARTS if part.item == 4] == ["4a", "4b"]


def test_it_finds_by_code_and_says_when_there_is_none():
    assert part("sector_breadth").label == "4b"
    assert item(11).code == "professionals_trained"
    assert indicator("resources_and_networks").title == "Resources and networks"
    for lookup, missing in ((part, "nonsense"), (item, 13), (indicator, "nonsense")):
        with pytest.raises(KeyError, match="The instrument has no"):
            lookup(missing)


def test_it_translates_every_text_lazily():
    for listed_part in PARTS:
        for text in (
            listed_part.title,
            listed_part.question,
            listed_part.definition,
            listed_part.how_counted,
            listed_part.source,
        ):
            assert isinstance(text, Promise)
            assert str(text)


def test_it_rates_counts_against_targets_and_surveys_by_interval():
    rules = {part.label: part.rule for part in PARTS if part.rule != Rule.SHARE}
    assert rules == {
        "4a": Rule.TARGET,
        "5": Rule.TARGET,
        "6": Rule.INTERVAL,
        "7": Rule.INTERVAL,
        "11": Rule.TARGET,
    }
    assert {part.label for part in PARTS if part.unit != Unit.PERCENT} == {"4a", "5", "11"}


def test_it_lets_an_office_override_single_settings():
    changed = Thresholds().with_overrides({"met": 90, "targets": {"engagement_events": 4}})
    assert (changed.met, changed.partly, changed.targets) == (90, 40, {"engagement_events": 4})
    assert Thresholds().with_overrides(changed.as_json()) == changed


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"mett": 90}, "no setting named mett"),
        ({"met": 30}, "must not be above"),
        ({"met": 101}, "must not be above"),
        ({"role_days": -1}, "role_days must be a whole number"),
        ({"role_days": "60"}, "role_days must be a whole number"),
        ({"targets": {"engagement_events": 0}}, "must be a whole number, 1 or more"),
    ],
)
def test_it_refuses_senseless_settings_with_a_sentence(overrides, sentence):
    with pytest.raises(ValueError, match=sentence):
        Thresholds().with_overrides(overrides)
