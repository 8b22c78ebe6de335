"""A rating or state as it looks in a bar, in a square of 16."""

from django import template

from charts.signs import area_sign

register = template.Library()
register.filter("area_sign", area_sign)
