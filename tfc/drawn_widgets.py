"""The plain fields of forms, drawn by Python: Django's templates of them include one another, a field makes eight of
them and a list of choices two more for each. What is drawn is theirs to the letter; any other template stays one."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.safestring import SafeData

Widget = Mapping[str, Any]
# Formats of the language that is active, and what is not marked as safe escaped: as in any template.
_PLAIN = Context()
# As `html.escape` does it, in one call of each text.
_ESCAPED = str.maketrans({one: escape(one) for one in "&<>\"'"})


class Renderer(TemplatesSetting):
    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)  # type: ignore[arg-type]
        return draw(context["widget"]).strip()


def _said(value: Any) -> str:
    """As ``{{ value }}``."""
    return value.translate(_ESCAPED) if type(value) is str else render_value_in_context(value, _PLAIN)


def _text(value: Any) -> str:
    """As ``{{ value|stringformat:"s" }}``: a number without the separators of a language."""
    return str(value) if isinstance(value, SafeData) else str(value).translate(_ESCAPED)


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_said(name)}" if value is True else f' {_said(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return (
        f'<input type="{_said(widget["type"])}" name="{_said(widget["name"])}"{value}{_attributes(widget)}>\n'
    )


def _box(widget: Widget) -> str:
    """One of several to tick or to choose."""
    if not widget.get("wrap_label"):
        return f"{_input(widget)}\n\n"
    key = widget["attrs"].get("id")
    of = f' for="{_said(key)}"' if key else ""
    return f"<label{of}>{_input(widget)} {_said(widget['label'])}</label>\n\n"


def _option(widget: Widget) -> str:
    return (
        f'<option value="{_text(widget["value"])}"{_attributes(widget)}>{_said(widget["label"])}</option>\n'
    )


def _select(widget: Widget) -> str:
    groups = []
    for name, options, _place in widget["optgroups"]:
        inside = "".join(f"\n  {_drawn(one)}" for one in options)
        if name:
            inside = f'\n  <optgroup label="{_said(name)}">{inside}\n  </optgroup>'
        groups.append(inside)
    return f'<select name="{_said(widget["name"])}"{_attributes(widget)}>{"".join(groups)}\n</select>\n'


def _textarea(widget: Widget) -> str:
    value = _said(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_said(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>\n'


def _drawn(widget: Widget) -> str:
    return DRAWN[widget["template_name"]](widget)


DRAWN: dict[str, Callable[[Widget], str]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/select_option.html": _option,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/checkbox_option.html": _box,
    "django/forms/widgets/radio_option.html": _box,
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in ("text", "number", "email", "url", "tel", "search", "color", "password", "hidden")
    },
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("date", "time", "datetime", "checkbox")},
}
