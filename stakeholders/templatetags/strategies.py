"""Template tags for strategies in words."""

from django import template

from stakeholders.catalogue import translate_title

register = template.Library()
register.filter("said_title", translate_title)
