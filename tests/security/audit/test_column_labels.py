"""Each column that the audit log can show has a label in each language."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.utils import timezone, translation

from communities.audit.changes import (
    HIDDEN_COLUMNS,
    format_value,
    get_column_label,
    get_lines,
    get_table_field,
    is_named,
)
from communities.audit.columns import NAMES
from communities.audit.labels import KINDS, get_record_tables, get_table_model
from communities.audit.page import AuditFilterForm
from communities.audit.sentences import build_sentence
from communities.audit.tables import AUDITED
from communities.models import AuditEntry, Verb
from tfc.auditing import IGNORED
from tfc.translations import po_files, read_catalog

CHANGES = {"INSERT", "UPDATE", "DELETE"}


def fields_shown() -> Iterator[tuple[str, "models.Field[Any, Any]"]]:
    for audited in AUDITED:
        passed = {*HIDDEN_COLUMNS, *IGNORED, *audited.ignored, "deleted_at"}
        for field in get_table_model(audited.table)._meta.local_concrete_fields:
            if not passed & {field.name, field.column}:
                yield audited.table, field


def test_each_column_has_a_name_that_translators_know():
    catalogs = [read_catalog(path) for path in po_files()]
    messages = set.intersection(*({msg.id for msg in catalog if msg.string} for catalog in catalogs))
    nameless = [
        (table, field.name)
        for table, field in fields_shown()
        if not is_named(field) and field.name not in NAMES and get_column_label(field) not in messages
    ]
    assert nameless == []


def test_each_name_is_of_a_column_that_has_no_other():
    assert set(NAMES) - {field.name for _table, field in fields_shown() if not is_named(field)} == set()
    assert get_table_field("events_event", "title") is not None


def test_it_says_codes_and_bare_numbers_in_words():
    assert (
        format_value(get_table_field("evaluation_round", "half_year"), "2026-H1", {})
        == "January to June 2026"
    )
    assert format_value(get_table_field("library_materialversion", "size"), 606974, {}) == "592.7\xa0KB"
    language = get_table_field("communities_user", "language")
    assert [format_value(language, name, {}) for name in ("", "zh-hans")] == ["empty", "Chinese"]
    round_ = AuditEntry(table_name="evaluation_round", verb=Verb.DELETED, subject_id=1)
    details = {"half_year": ["2026-H1", None]}
    sentence = build_sentence(round_, details, {("evaluation_round", 1): "January to June 2026"})
    assert sentence == "A person without an account permanently deleted: Half-year “January to June 2026”"


def test_it_names_nobody_for_a_self_created_account():
    entry = AuditEntry(table_name="communities_user", verb=Verb.ADDED, subject_id=1)
    assert build_sentence(entry, None, {("communities_user", 1): "Zoe."}) == "Added: Account “Zoe”"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("office", [False, True])
def test_the_filter_offers_no_two_kinds_of_one_name(language: str, office: bool):
    with translation.override(language):
        names = [label for _value, label in kinds_offered(office=office)]
    assert sorted(set(names)) == sorted(names)


def test_the_filter_offers_only_possible_values():
    """The values come from the tables with audit triggers and the rights of the office login."""
    grants = (line.split("  ") for line in Path("tests/security/grants.txt").read_text().splitlines())
    changed = {
        table for table, login, what in grants if login == "tfc_office" and CHANGES & set(what.split(", "))
    }
    town = {table.table for table in AUDITED if table.community != "NULL::bigint"}
    office = {table.table for table in AUDITED if table.office != "NULL::bigint"} | changed
    for in_office, tables in ((False, town), (True, office)):
        offered = {table for table, _label in kinds_offered(office=in_office) if table}
        assert offered == {kind.table for kind in KINDS if tables & set(get_record_tables(kind.table))}, (
            in_office
        )


def kinds_offered(*, office: bool) -> list[tuple[str, str]]:
    return list(AuditFilterForm({}, people=(), office=office).fields["kind"].choices)  # type: ignore[attr-defined]


def shown(table: str, column: str, before: object, after: object) -> list[tuple[str, str]]:
    return [(line.before, line.after) for line in get_lines(table, {column: [before, after]}, {})]


@timezone.override(UTC)
def test_changed_values_differ_or_are_not_shown():
    at = "2026-11-29T17:13:{}+00:00"
    [(before, after)] = shown("reports_report", "built_at", at.format("05"), at.format("41"))
    assert (before[-8:], after[-8:]) == ("17:13:05", "17:13:41")
    assert shown("reports_report", "built_at", at.format("05.1"), at.format("05.2")) == []
    assert shown("library_materialversion", "size", 606974, 606975) == []
    [(before, after)] = shown("stakeholders_organization", "note", "a" * 400 + "b", "a" * 400 + "c")
    assert (before, after) == ("…" + "a" * 40 + "b", "…" + "a" * 40 + "c")


def test_every_kind_of_value_is_text():
    """Columns of JSON hold lists and dictionaries; one that cannot be described would take the page down."""
    samples = ([], ["x"], {}, {"x": 1}, {"x": ["y"], "z": True}, [{"x": {"y": None}}])
    for table, field in fields_shown():
        if isinstance(field, models.JSONField):
            for sample in samples:
                list(get_lines(table, {field.column: [None, sample]}, {}))
    hotlines = [{"name": "Hotline", "number": "1-888", "languages": ["en", "es"], "always_open": True}]
    [(before, after)] = shown("communities_office", "hotlines", hotlines, [hotlines[0] | {"number": "1-999"}])
    assert (before, after) == ("Hotline, 1-888, en, es, Yes", "Hotline, 1-999, en, es, Yes")
    assert shown("evaluation_answer", "computed", {"state": "unknown"}, {"state": "value"}) == []
