"""Figures in templates, worded by evaluation.wording."""

from django import template

from evaluation import wording

register = template.Library()

for _filter in (
    wording.value_text,
    wording.fraction_text,
    wording.bounds_text,
    wording.interval_text,
    wording.rating_text,
    wording.number_text,
    wording.percent_text,
    wording.half_year_text,
):
    register.filter(_filter.__name__, _filter)
