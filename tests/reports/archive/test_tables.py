"""The archive's tables come from the models, so a new one cannot be forgotten."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import models

from communities.models import Community
from evaluation.models import Figure
from events.models import Event, TrainingSignUp
from reports.archive import tables, words
from reports.archive.cells import CellError, format_cell, parse_cell
from reports.archive.references import PLAIN, RULES
from tests.base import tenant_models


def test_it_archives_each_table_of_a_community_or_says_why_not():
    pointing = {
        model._meta.label_lower
        for model in tenant_models()
        if any(
            field.name == "community" and field.related_model is Community
            for field in model._meta.local_fields
        )
    }
    known_labels = set(tables.get_archived_models()) | set(tables.LEFT_OUT) | {"communities.candidate"}
    assert pointing - known_labels == set()
    assert not set(tables.get_archived_models()) & set(tables.LEFT_OUT)


def test_it_says_of_each_group_that_it_archives_that_it_is_there():
    titles = {str(content) for content in words.contents()} | {str(words.LOCATIONS)}
    assert {str(words.get_group(name)) for name in tables.get_archived_models()} == titles


def test_it_names_every_column_of_json_and_no_text_that_could_be_nothing():
    for name, model in tables.get_restored_models().items():
        for column in tables.columns(model):
            if tables.is_json(column):
                assert f"{name}.{column.name}" in PLAIN | RULES.keys(), (
                    f"say what ids {name}.{column.name} holds"
                )
            if isinstance(column, models.CharField | models.TextField):
                assert not column.null, f"{name}.{column.name}: an empty text would come back for none"


def test_it_puts_each_table_after_those_that_it_points_at():
    order = list(tables.get_archived_models())
    for name, model in tables.get_restored_models().items():
        targets = {
            tables.label(field.related_model)
            for field in tables.columns(model)
            if field.related_model in tables.get_archived_models().values()
            and field.related_model is not model
        }
        assert all(order.index(target) < order.index(name) for target in targets), name
    assert order[0] == tables.MEMBERSHIPS


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (Event, "starts_at", dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)),
        (Event, "series_day", dt.date(2026, 3, 1)),
        (Event, "series_day", None),
        (Event, "joint_key", uuid.UUID(int=7)),
        (Event, "moved", True),
        (Event, "people_present", 0),
        (Event, "title", 'a "quoted" =line\r\nand another'),
        (Figure, "numerator", Decimal("12.5000")),
        (Figure, "receipt", {"records": {"events.event": [[1, 2]]}}),
        (TrainingSignUp, "waited", False),
    ],
)
def test_it_reads_a_cell_as_it_was_written(model, name, value):
    column = model._meta.get_field(name)
    assert parse_cell(column, format_cell(column, value)) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("starts_at", "yesterday"), ("starts_at", "2026-03-01T09:30:00"), ("series_day", "10000-01-01"),
        ("joint_key", "x"), ("moved", "yes"), ("people_present", "1e9"), ("people_present", "٣"), ("title", "a\0b"),
        ("kind_", ""), ("starts_at", ""),
    ],
)  # fmt: skip
def test_it_refuses_a_cell_in_words(name, text):
    column = Event._meta.get_field(name if name != "kind_" else "revision")
    with pytest.raises(CellError) as error:
        parse_cell(column, text)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1" * 41, "x"])
def test_it_refuses_what_is_no_number(text):
    with pytest.raises(CellError):
        parse_cell(Figure._meta.get_field("numerator"), text)


@pytest.mark.parametrize("text", ["NaN", "{", "[1e999]", "[" * 100_000])
def test_it_refuses_what_is_no_json(text):
    with pytest.raises(CellError):
        parse_cell(Figure._meta.get_field("receipt"), text)
