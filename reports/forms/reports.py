"""Forms to request a report, edit its texts, describe a correction, and share it."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.choosing_towns import Search, TownSearchForm
from communities.models import Community, Office
from evaluation.models import Round
from reports.actions.reports import ReportRequest
from reports.actions.shares import DAYS
from reports.choice import NAMES, Choice, Options, problems
from reports.models import Scope
from reports.narrative import MOST_LETTERS
from reports.placeholders import Placeholder, find_unknown_placeholders, suggest_placeholder
from stakeholders.forms.personal_details import KeepsDetails
from tfc.periods import HalfYear, half_year_text
from tfc.text.punctuation import join_title, listed

HALF_YEARS_OFFERED = 6
PLAIN_TEXT = {"autocomplete": "off"}
TICKED, EVERYTHING = "ticked", "all"
TICKED_OR_ALL = [(TICKED, _("Selected ones")), (EVERYTHING, _("All of them"))]
NEITHER = {
    "required": _("Choose one."),
    "invalid_choice": _("Choose one."),
}


class RoundChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return half_year_text(obj.period)


class AskForm(forms.Form):
    """The fields of every report request. ``wanted`` is set once the form is valid."""

    use_required_attribute = False
    no_half_year = _("Choose one.")

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For another language, make another report."),
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": _("Choose one."),
        },
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def wanted(self) -> ReportRequest:
        raise NotImplementedError


class ReportForm(AskForm):
    """Only opened rounds have figures. Instantiate inside the scope."""

    round = RoundChoiceField(
        label=_("Half-year"),
        queryset=Round.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": AskForm.no_half_year,
        },
    )
    field_order = ("round", "language", "client_id")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.fields["round"].queryset = Round.objects.opened().newest_first()  # type: ignore[attr-defined]

    def wanted(self) -> ReportRequest:
        chosen = self.cleaned_data["round"]
        return ReportRequest(self.scope, chosen.half_year, chosen, self.cleaned_data["language"])


class AllOfficesForm(AskForm):
    """For the international office, which reads no rounds here: half-years by the calendar."""

    half_year = forms.ChoiceField(
        label=_("Half-year"),
        error_messages={"required": _("Choose one."), "invalid_choice": AskForm.no_half_year},
    )
    field_order = ("half_year", "language", "client_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["half_year"].choices = [  # type: ignore[attr-defined]
            (str(half_year), half_year_text(half_year))
            for half_year in HalfYear.from_day(timezone.localdate()).list_latest(HALF_YEARS_OFFERED)
        ]

    def wanted(self) -> ReportRequest:
        return ReportRequest(
            Scope.INTERNATIONAL, self.cleaned_data["half_year"], None, self.cleaned_data["language"]
        )


class CustomReportForm(TownSearchForm, AskForm):
    """The choices of a custom report. ``options``: what is offered."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("Shown on the cover. For example: Six towns along the I-10."),
        widget=forms.TextInput(PLAIN_TEXT),
        error_messages={"required": _("Fill in this field.")},
    )
    which_communities = forms.ChoiceField(
        label=_("Communities"),
        help_text=_("Sums include only these."),
        choices=TICKED_OR_ALL,
        initial=TICKED,
        widget=forms.RadioSelect,
        error_messages=NEITHER,
    )
    communities = forms.TypedMultipleChoiceField(
        label=_("Communities"),
        coerce=int,
        error_messages={"required": _("Choose at least one.")},
        widget=forms.CheckboxSelectMultiple,
    )
    rounds = forms.MultipleChoiceField(
        label=_("Half-years"),
        help_text=_("The report is about the newest one. If you choose more, a table compares them."),
        error_messages={"required": _("Choose at least one.")},
        widget=forms.CheckboxSelectMultiple,
    )
    which_parts = forms.ChoiceField(
        label=_("Questions"),
        choices=TICKED_OR_ALL,
        initial=TICKED,
        widget=forms.RadioSelect,
        error_messages=NEITHER,
    )
    parts = forms.MultipleChoiceField(
        label=_("Questions"),
        error_messages={"required": _("Choose at least one.")},
        widget=forms.CheckboxSelectMultiple,
    )
    stories = forms.TypedMultipleChoiceField(
        label=_("Stories from the library"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pictures = forms.TypedMultipleChoiceField(
        label=_("Pictures from the library"),
        help_text=_("Only those whose license allows use outside the network."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # Fields with an "everything" choice, and the question that offers it.
    whole = {"communities": "which_communities", "parts": "which_parts"}
    field_order = ("title", "which_communities", "communities", "rounds", "which_parts", "parts", "stories",
                   "pictures", "language", "client_id")  # fmt: skip

    def __init__(self, *args: Any, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        for name in NAMES:
            offered = [(option.value, option.label) for option in getattr(options, name)]
            field: Any = self.fields[name]
            field.choices = offered
            field.error_messages["invalid_choice"] = _("An option is no longer available. Choose again.")
            if not offered and name in ("stories", "pictures"):
                del self.fields[name]
        if options.many is not None:
            self.fields["communities"] = self.search_for("communities", Search(options.many), many=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.choice = Choice(**{name: self._chosen(name, cleaned) for name in NAMES})
        for name, sentence in problems(self.choice, self.options).items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    def _chosen(self, name: str, cleaned: dict[str, Any]) -> tuple[Any, ...]:
        """Return the selected values, or all offered ones if everything is chosen; errors of the selection are dropped
        then.
        """
        if name in self.whole and cleaned.get(self.whole[name]) == EVERYTHING:
            self.errors.pop(name, None)
            return self.options.get_values(name)
        chosen = cleaned.get(name) or ()
        return tuple(value.pk if isinstance(value, Community) else value for value in chosen)

    def wanted(self) -> ReportRequest:
        newest = max(self.choice.rounds)
        return ReportRequest(
            Scope.CUSTOM,
            newest,
            Round.objects.get(half_year=newest),
            self.cleaned_data["language"],
            self.cleaned_data["title"],
            self.choice.as_json(),
        )


def report_form(request: HttpRequest, office: Office, community: Community | None) -> AskForm:
    """Return the request form for this office or community; ``?of=chosen`` for a custom report."""
    data = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"client_id": uuid.uuid4(), "language": get_language()}
    if community is None and office.is_international:
        return AllOfficesForm(data, initial=initial)
    half_year = HalfYear.named(request.GET.get("round", ""))
    round_ = Round.objects.filter(half_year=str(half_year)).first() if half_year else None
    if community is None and request.GET.get("of") == "chosen":
        options = Options.for_office(office)
        return CustomReportForm(
            data, options=options, initial=initial | {"rounds": [round_.half_year] if round_ else []}
        )
    scope = Scope.COMMUNITY if community else Scope.OFFICE
    return ReportForm(data, scope=scope, initial=initial | {"round": round_})


class TextForm(KeepsDetails, forms.Form):
    """One section of a draft. ``known``: the report's placeholders; ``stored``: the saved text."""

    watched = ("body",)

    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 12, "data-count": True, "data-placeholders": True}),
        help_text=_(
            "Put an empty line between paragraphs, and “- ” before list items. Never write about a survivor or "
            "about one person."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        *args: Any,
        title: str,
        placeholders: dict[str, Placeholder],
        region: str,
        stored: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = placeholders
        self.fields["body"].label = title
        self.watch(region, {"body": stored})

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        unknown = find_unknown_placeholders(body, self.known)
        if unknown:
            meant = [suggestion for code in unknown if (suggestion := suggest_placeholder(code, self.known))]
            sentence = join_title(_("Not in the report"), listed(unknown))
            maybe = _("Did you mean %(codes)s?") % {"codes": listed(dict.fromkeys(meant))} if meant else ""
            raise forms.ValidationError([sentence, *filter(None, (maybe,))])
        return body


class ChangedForm(KeepsDetails, forms.Form):
    """The description of a correction for readers of the previous version. ``region``: the country for detecting phone
    numbers.
    """

    use_required_attribute = False
    watched = ("what_changed",)

    what_changed = forms.CharField(
        label=_("Reason for the correction"),
        max_length=600,
        help_text=_(
            "Differences in figures are listed automatically. Never write about a survivor or about one person."
        ),
        widget=forms.Textarea({"rows": 4, "data-count": True}),
        error_messages={"required": _("Enter what changes and why.")},
    )

    def __init__(self, *args: Any, region: str, stored: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["what_changed"] = stored
        self.watch(region, {"what_changed": stored})


class LinkForm(forms.Form):
    """The duration and recipient of a share link."""

    use_required_attribute = False

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    days = forms.TypedChoiceField(
        label=_("How long should the link work?"),
        coerce=int,
        choices=lambda: [(days, _("%(days)s days") % {"days": days}) for days in DAYS],
        initial=30,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": _("Choose one."),
        },
    )
    for_whom = forms.CharField(
        label=pgettext_lazy("a reader", "Who it is for"),
        max_length=120,
        required=False,
        widget=forms.TextInput(PLAIN_TEXT),
    )
