"""``{% extends %}``, which every page begins with: which blocks a frame has is looked for once, not on each page."""

from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, Template
from django.template.base import Parser, TextNode, Token
from django.template.loader_tags import (
    BLOCK_CONTEXT_KEY,
    BlockContext,
    BlockNode,
    ExtendsNode,
    do_extends,
)
from django.utils.safestring import SafeString

register = template.Library()


@register.tag("extends")
def extends(parser: Parser, token: Token) -> "Extends":
    node = do_extends(parser, token)
    return Extends(node.nodelist, node.parent_name)


class Extends(ExtendsNode):
    """As Django's, which goes through all that a frame is made of each time that a page is drawn in it."""

    def render(self, context: Context) -> SafeString:
        frame: Any = self.get_parent(context)
        state: Any = context.render_context
        blocks = state.setdefault(BLOCK_CONTEXT_KEY, BlockContext())
        blocks.add_blocks(self.blocks)
        blocks.add_blocks(blocks_of(frame))
        with state.push_state(frame, isolated_context=False):
            drawn: SafeString = frame._render(context)
            return drawn


# All frames that there are: a template is read once in the life of a process.
@lru_cache(maxsize=100)
def blocks_of(frame: Template) -> dict[str, BlockNode]:
    """Of the outermost frame. One that itself extends another adds its own when it is drawn."""
    first = next((node for node in frame.nodelist if not isinstance(node, TextNode)), None)
    if first is None or isinstance(first, ExtendsNode):
        return {}
    found: list[Any] = frame.nodelist.get_nodes_by_type(BlockNode)
    return {node.name: node for node in found}
