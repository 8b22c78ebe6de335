"""Which records of the evaluation are about a person. Residents' answers contain no names and are never among them."""

from django.utils.translation import gettext_lazy as _

from tfc.personal_data import OwnRecords, PersonalTexts, build_holder_condition

OWN_RECORDS = (
    OwnRecords(
        "evaluation.answerdraft",
        _("Your drafts in the half-year survey"),
        (
            (_("Question"), lambda record: record.part),
            (_("Value"), lambda record: record.value),
            (_("Reason"), lambda record: record.reason),
            (_("Evidence"), lambda record: record.evidence),
            (_("Saved on"), lambda record: record.saved_at),
        ),
        build_holder_condition("by"),
    ),
)
NOT_OWN = {"evaluation.acceptedversion": "counted as entries of the audit log: who reopened a survey"}
PERSONAL_TEXTS = (
    PersonalTexts("evaluation.submissionstep", ("reason", "content")),
    PersonalTexts("evaluation.acceptedversion", ("reason", "content"), _("an accepted version of a survey")),
    PersonalTexts("evaluation.answer", ("reason", "evidence")),
    PersonalTexts("evaluation.answerdraft", ("value", "reason", "evidence"), _("the draft of an answer")),
    PersonalTexts("evaluation.customanswer", ("text",)),
    PersonalTexts("evaluation.figure", ("details", "receipt"), _("a computed figure")),
    PersonalTexts("evaluation.qualityanswer", ("description", "reason")),
)


OTHER_TEXTS = {
    "evaluation.answer": ("part", "computed"),
    "evaluation.answerdraft": ("part",),
    "evaluation.figure": (
        "half_year", "part", "state", "unit", "interval", "joint", "rating", "reason", "receipt_hash",
    ),
    "evaluation.declaration": ("half_year", "part"),
    "evaluation.publictable": ("half_year", "content", "sha256"),
    "evaluation.qualityanswer": ("code", "key"),
    "evaluation.qualitycount": ("counts",),
    "evaluation.stalemark": ("half_year", "part"),
    "evaluation.refresh": ("since_stored", "error"),
    "evaluation.eventrollup": ("half_year", "kind", "results"),
    "evaluation.standingrollup": ("half_year", "ratings", "changes"),
    "evaluation.submissionstep": ("part",),
    "evaluation.submittedrecords": ("digests",),
}  # fmt: skip
