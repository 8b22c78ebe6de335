"""Strategies in words."""

from django import template

from stakeholders.catalogue import said_title

register = template.Library()
register.filter("said_title", said_title)
