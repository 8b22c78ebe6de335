"""Django's `i18n` tags, in its place: no space after a translated sentence in a language that has none there.

A template puts one sentence after another with a space or a new line between them; Chinese has nothing there. Spaces
in texts that people typed stay: only the template's own are replaced, once, when it is compiled.
"""

import re
from collections.abc import Sequence
from typing import Any, cast

from django.template.base import Parser, Token, TokenType
from django.template.library import Library
from django.templatetags.i18n import do_block_translate, do_translate
from django.templatetags.i18n import register as django_tags

register = Library()
register.tags |= django_tags.tags
register.filters |= django_tags.filters

GAP = 'mark "gap"'  # see tfc.templatetags.text
# What ends a sentence or a label, perhaps with a closing quotation mark.
_END = re.compile(r"[.!?:][”\"')]?\s*\Z")
INLINE = r"(?:a|span|strong|em|small|b|i|code)\b"
_CLOSING = rf"(?:</{INLINE}\s*>)*"
# A button keeps its distance.
_SPACE = re.compile(rf"({_CLOSING})\s+(?!<a\s[^>]*\bbtn\b)(.*)\Z", re.DOTALL)
# Tags that write nothing themselves.
SILENT = {"if", "elif", "else", "endif", "with", "endwith", "for", "empty", "endfor"}


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Any:
    node = do_translate(parser, token)
    if not node.asvar and not node.noop:
        _replace_spaces(parser, token.split_contents()[1].strip("\"'"))
    return node


@register.tag("blocktranslate")
@register.tag("blocktrans")
def block_translate(parser: Parser, token: Token) -> Any:
    node = do_block_translate(parser, token)
    message: Sequence[Token] = node.singular
    if not node.asvar and message and message[-1].token_type == TokenType.TEXT:
        _replace_spaces(parser, message[-1].contents)
    return node


def _replace_spaces(parser: Parser, message: str) -> None:
    """In the tokens that come next, up to the next one that writes something. E-mails as text keep their lines."""
    if not _END.search(message) or not str(parser.origin).endswith(".html"):
        return
    # Parser keeps them in reverse.
    tokens = cast("list[Token]", parser.tokens)
    at = len(tokens) - 1
    while at >= 0:
        token = tokens[at]
        if token.token_type == TokenType.TEXT:
            found = _SPACE.match(token.contents)
            if found is None:
                return
            tokens[at : at + 1] = _with_gap(token, *found.groups())
            if found[2]:
                return
        elif token.token_type != TokenType.BLOCK or not _is_silent(token):
            return
        at -= 1


def _with_gap(token: Token, before: str, after: str) -> list[Token]:
    """In reverse, as Parser has them."""
    pieces = [(TokenType.TEXT, after), (TokenType.BLOCK, GAP), (TokenType.TEXT, before)]
    return [Token(kind, text, token.position, token.lineno) for kind, text in pieces if text]


def _is_silent(token: Token) -> bool:
    words = token.split_contents()
    return words[0] in SILENT or (len(words) > 2 and words[-2] == "as")
