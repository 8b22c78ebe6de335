"""The filters of the audit log."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.audit.labels import kinds_in
from tfc.text.normalize import by_letters


class AuditFilterForm(forms.Form):
    """``people``: rows with a ``user``, current or former. ``office``: of an office, else of a community. All filters
    are optional.
    """

    person = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("About what"), required=False)
    day = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, people: Any, office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {str(person.user_id): str(person.user) for person in people}
        by_name = sorted(names.items(), key=lambda item: by_letters(item[1]))
        labels = sorted(
            ((kind.table, capfirst(str(kind.label))) for kind in kinds_in(office=office)),
            key=lambda choice: by_letters(choice[1]),
        )
        self.fields["person"].choices = [("", _("Anybody")), *by_name]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All of it")), *labels]  # type: ignore[attr-defined]
