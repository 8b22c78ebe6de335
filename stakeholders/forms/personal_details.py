"""Form mixin that asks for confirmation when a text has a phone number or an email address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stakeholders.personal_details import find_details
from tfc.text.punctuation import listed

BETWEEN = " | "


class KeepTick(forms.CheckboxInput):
    """Its value lists the details found, so that the confirmation does not cover any typed later."""

    details: str = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["value"] = self.details
        widget["attrs"].pop("checked", None)
        if self.details and value == self.details:
            widget["attrs"]["checked"] = True
        return context

    # A plain checkbox returns only whether it was ticked; this one also returns for which details.
    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]
        return data.get(name) or ""


class KeepsDetails(forms.BaseForm):
    """Mix in ahead of a form, name its texts in ``watched``, and call ``watch`` at the end of ``__init__``.

    Each watched text gets a checkbox ``keep_<text>``, which is shown only when something was found.
    """

    watched: tuple[str, ...] = ()

    def watch(self, region: str, stored: dict[str, str] | None = None) -> None:
        """Add the checkboxes. ``stored``: the texts as saved before, whose details were confirmed then."""
        self._region = region
        self._stored = stored or {}
        for name in self.watched:
            self.fields[f"keep_{name}"] = forms.CharField(
                label=_("It is public, keep it"),
                required=False,
                widget=forms.HiddenInput,
            )
        self.order_fields([field_name for name in self.fields for field_name in self._with_tick(name)])

    def _with_tick(self, name: str) -> list[str]:
        return [name, f"keep_{name}"] if name in self.watched else [name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.watched:
            self._check(name, cleaned)
            cleaned.pop(f"keep_{name}", None)
        return cleaned

    def _check(self, name: str, cleaned: dict[str, Any]) -> None:
        stored_details = find_details(self._stored.get(name, ""), self._region)
        new_details = [
            detail.text
            for detail in find_details(cleaned.get(name) or "", self._region)
            if detail not in stored_details
        ]
        if not new_details:
            return
        tick = KeepTick()
        tick.details = BETWEEN.join(new_details)
        self.fields[f"keep_{name}"].widget = tick
        agreed = set((cleaned.get(f"keep_{name}") or "").split(BETWEEN))
        if not set(new_details) <= agreed:
            self.add_error(name, build_details_message(new_details))


def build_details_message(details: list[str]) -> str:
    return ngettext(
        "This looks like a phone number or email address: %(found)s. Remove it, or tick below that it is public.",
        "These look like phone numbers or email addresses: %(found)s. "
        "Remove them, or tick below that they are public.",
        len(details),
    ) % {"found": listed(details)}
