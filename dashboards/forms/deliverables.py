"""Form for a deliverable of a grant, with the target or the count by which it is followed."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Target
from dashboards.forms.targets import list_counts
from evaluation.models import DeliverableLink
from reports.target_texts import get_target_title
from stakeholders.forms.grants import DeliverableForm
from stakeholders.models import Grant

TARGET, COUNT = "target", "count"


class FollowedDeliverableForm(DeliverableForm):
    """``follow``: "target:" and its thread, or "count:" and a measure with its code."""

    follow = forms.ChoiceField(
        label=gettext_lazy("Followed by"),
        required=False,
        help_text=gettext_lazy("A count begins with the half-year in which the grant begins."),
    )

    def __init__(self, *args: Any, grant: Grant, link: DeliverableLink | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant, self.link = grant, link
        targets = Target.objects.of_office().filter(office=grant.office_id).latest_versions().soonest_first()
        own = [
            (f"{TARGET}:{target.thread}", get_target_title(target))
            for target in targets.select_related("community")
        ]
        counts = [(f"{COUNT}:{code}", label) for code, label in list_counts(of_office=True)]
        self.fields["follow"].choices = [  # type: ignore[attr-defined]
            ("", _("Not followed")),
            *([(_("Targets"), own)] if own else []),
            (_("Counts"), counts),
        ]
        if link:
            chosen = f"{TARGET}:{link.thread}" if link.thread else f"{COUNT}:{link.measure}:{link.code}"
            self.initial["follow"] = chosen

    def clean_follow(self) -> dict[str, Any]:
        """Return the arguments of ``link_deliverable``."""
        kind, _colon, what = self.cleaned_data["follow"].partition(":")
        if kind == TARGET:
            return {"thread": UUID(what)}
        measure, _colon, code = what.partition(":")
        return {"measure": measure, "code": code} if kind == COUNT else {}

    def get_arguments(self) -> dict[str, Any]:
        return {"grant": self.grant, "link": self.link}
