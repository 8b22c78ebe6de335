"""Template tags for ratings and states as 16 by 16 signs, as they look in a bar."""

from django import template

from charts.signs import area_sign

register = template.Library()
register.filter("area_sign", area_sign)
