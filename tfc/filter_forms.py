"""Forms that narrow a list."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """By GET. ``drawn_with``: what its choices were made of, where that is not the same for everybody."""

    drawn_with: tuple[Any, ...] = ()

    @property
    def remembered_by(self) -> tuple[Any, ...]:
        """What it is drawn by, for ``{% remembered %}``: nearly everybody opens a list without a filter."""
        asked = self.data.getlist if hasattr(self.data, "getlist") else lambda name: [self.data.get(name)]
        return tuple(tuple(asked(name)) for name in self.fields), self.drawn_with
