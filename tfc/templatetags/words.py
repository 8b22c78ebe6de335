"""Django's tags of the library "i18n", of which ``translate`` and ``blocktranslate`` put the same words into a language
once in the life of a process: on most pages there are more of them than rows of data."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, Parser, Token, render_value_in_context
from django.template.defaultfilters import join
from django.templatetags import i18n
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from tfc.tenancy import BIN_DAYS
from tfc.within import marks, within

register = template.Library()
register.tags = dict(i18n.register.tags)
register.filters = {**i18n.register.filters, "within": within}


@register.filter(needs_autoescape=True)
def listed(items: Iterable[object], autoescape: bool = True) -> str:
    """Names in a row, as the language puts them."""
    return str(join(items, marks().between_names, autoescape=autoescape))


@register.filter
def last_day_in_bin(deleted_at: dt.datetime) -> dt.date:
    """Until when what was deleted then can be put back, by the clock of the place."""
    return timezone.localdate(deleted_at + dt.timedelta(days=BIN_DAYS))


@register.filter(needs_autoescape=True)
def clauses(items: Iterable[object], autoescape: bool = True) -> str:
    """In a row, where there may be commas in them."""
    return str(join(items, marks().semicolon, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def after_colon(words: object, autoescape: bool = True) -> str:
    """“: Library”, behind a label; nothing where there are no words."""
    return _between(marks().colon, words, "", autoescape)


@register.filter(needs_autoescape=True)
def after_comma(words: object, autoescape: bool = True) -> str:
    """“, Library”; nothing where there are no words."""
    return _between(marks().comma, words, "", autoescape)


@register.filter(needs_autoescape=True)
def in_brackets(words: object, autoescape: bool = True) -> str:
    """“ (Library)”, behind other words; nothing where there are no words."""
    return _between(marks().opening, words, marks().closing, autoescape)


@register.simple_tag
def mark(name: str) -> str:
    """``{% mark "colon" %}``: one of Marks alone, where markup stands around what it divides."""
    return str(getattr(marks(), name))


def _between(before: str, words: Any, after: str, autoescape: bool) -> str:
    if words in (None, ""):
        return ""
    said = localize(words)
    # The marks are those of a language of ours, without anything to escape in them.
    return (
        SafeString(f"{before}{conditional_escape(said)}{after}") if autoescape else f"{before}{said}{after}"
    )


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """As Django's: ``{% translate "Words" context "where" as name %}``."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    plain = token.split_contents()[1]
    if plain[0] in "\"'" and plain[-1] == plain[0] and node.message_context is None:
        return _Remembered(node.filter_expression, node.noop, node.asvar)
    return node


class _Remembered(i18n.TranslateNode):
    """Of words that stand in the template."""

    def __init__(self, words: FilterExpression, noop: bool, asvar: str | None) -> None:
        super().__init__(words, noop)
        self.name = asvar
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        said = self.said.get(language)
        if said is None:
            said = self.said[language] = super().render(context)
        if not self.name:
            return said
        context[self.name] = said
        return ""


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> i18n.BlockTranslateNode:
    """As Django's: ``{% blocktranslate with who=user %}By {{ who }}{% endblocktranslate %}``."""
    node: i18n.BlockTranslateNode = i18n.do_block_translate(parser, token)
    if node.plural or node.message_context:
        return node
    return _RememberedBlock(node.extra_context, node.singular, trimmed=node.trimmed, asvar=node.asvar)


class _RememberedBlock(i18n.BlockTranslateNode):
    """A sentence without a plural: it and its holes are the same each time."""

    def __init__(
        self, extra_context: dict[str, FilterExpression], singular: list[Token], **options: Any
    ) -> None:
        super().__init__(extra_context, singular, **options)
        self.words, self.names = self.render_token_list(singular)
        self.said: dict[str | None, str] = {}

    def render(self, context: Context, nested: bool = False) -> str:
        language = get_language()
        said = self.said.get(language)
        if said is None:
            said = self.said[language] = gettext(self.words)
        own = {name: value.resolve(context) for name, value in self.extra_context.items()}
        missing = context.template.engine.string_if_invalid  # type: ignore[union-attr]
        values = {
            name: render_value_in_context(own[name] if name in own else context.get(name, missing), context)
            for name in self.names
        }
        try:
            filled = said % values
        except (KeyError, ValueError):
            # A translation with other holes: Django falls back to the words as they stand in the template.
            return super().render(context, nested)
        if not self.asvar:
            return filled
        context[self.asvar] = SafeString(filled)
        return ""
