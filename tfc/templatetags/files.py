"""Django's library "static", of which the tag puts an address together once in the life of a process: a file that
changes has another name, and a process that began before knows nothing of it."""

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.templatetags import static as django_static

register = template.Library()
register.tags = dict(django_static.register.tags)


@register.tag("static")
def static(parser: Parser, token: Token) -> django_static.StaticNode:
    """As Django's: ``{% static "css/charts.css" as address %}``."""
    node: django_static.StaticNode = django_static.do_static(parser, token)
    return (
        node if node.varname or isinstance(node.path.var, template.Variable) else _Remembered(path=node.path)
    )


class _Remembered(django_static.StaticNode):
    """Of an address that stands in the template."""

    said = ""

    def render(self, context: Context) -> str:
        if not self.said:
            self.said = super().render(context)
        return self.said
