"""Addresses of the library's pages, for the community or the office whose page it is."""

from typing import Any

from django import template

from library.desk import Desk

register = template.Library()


@register.simple_tag(takes_context=True)
def library_url(context: template.Context, name: str, *args: Any) -> str:
    """``{% library_url "material-detail" material.pk %}``"""
    desk: Desk = context["desk"]
    return desk.url(name, *args)
