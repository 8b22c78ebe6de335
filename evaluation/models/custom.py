"""Questions that an office adds to its rounds, in addition to the twelve items and never part of their ratings."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evaluation.models.rounds import Submission
from tfc.tenancy import OfficeModel, SameTenant, TenantModel

# Texts are written at least in this language; it replaces missing translations.
FIRST_LANGUAGE = "en"


class CustomKind(models.TextChoices):
    NUMBER = "number", _("Number")
    PERCENTAGE = "percentage", _("A percentage, with both of its parts")
    CHOICE = "choice", _("One of several answers")
    TEXT = "text", _("Text")


class CustomItemQuerySet(models.QuerySet["CustomItem"]):
    def in_order(self) -> Self:
        return self.order_by("number")


class CustomItem(OfficeModel):
    """A custom question; its versions hold its text. ``number`` is never reused."""

    number = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField(_("Kind of answer"), max_length=10, choices=CustomKind)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    # The question is not asked from this half-year on; empty while it is asked.
    retired_from = models.CharField(max_length=7, blank=True, editable=False)

    objects: ClassVar[CustomItemQuerySet] = CustomItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "number"], name="evaluation_custom_number_once"),
        ]


class CustomItemVersion(OfficeModel):
    """A question's text from a half-year on; the database refuses every change of a version.

    ``texts``: by language ``{"title", "help", "options": [words, …]}``. An option is identified by its position, which
    it keeps in later versions.
    """

    item = models.ForeignKey(CustomItem, models.CASCADE, db_constraint=False, related_name="versions")
    number = models.PositiveSmallIntegerField()
    from_half_year = models.CharField(max_length=7)
    texts = models.JSONField(default=dict)
    # The number, or the parts of the percentage, count people: small ones do not leave the community.
    counts_people = models.BooleanField(default=False)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="item", name="evaluation_customversion_item", key="office"),
            models.UniqueConstraint(
                fields=["office", "item", "number"], name="evaluation_custom_version_once"
            ),
        ]

    def get_texts(self, language: str | None = None) -> Mapping[str, Any]:
        """Return the texts in a language, by default the active one; in the first language if they
        are not translated.
        """
        texts: dict[str, Any] = self.texts
        return texts.get(language or get_language() or FIRST_LANGUAGE) or texts[FIRST_LANGUAGE]

    @property
    def title(self) -> str:
        return str(self.get_texts()["title"])

    @property
    def help(self) -> str:
        return str(self.get_texts()["help"])

    @property
    def options(self) -> list[str]:
        return list(self.get_texts()["options"])


class CustomState(models.TextChoices):
    ANSWERED = "answered", _("Our answer is above")
    UNKNOWN = "unknown", _("We do not know")
    NOT_APPLICABLE = "not_applicable", _("This does not apply to us")


class CustomAnswer(TenantModel):
    """A community's answer to one question in one round; no row means no answer yet.

    ``number``: the number, or the part of ``whole``. ``option``: its position. The database increments ``revision``.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    submission = models.ForeignKey(
        Submission, models.CASCADE, db_constraint=False, related_name="custom_answers"
    )
    item = models.ForeignKey(CustomItem, models.PROTECT, db_constraint=False, related_name="+")
    version = models.ForeignKey(CustomItemVersion, models.PROTECT, db_constraint=False, related_name="+")
    state = models.CharField(max_length=16, choices=CustomState)
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    whole = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    option = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="submission", name="evaluation_customanswer_submission"),
            SameTenant(field="item", name="evaluation_customanswer_item", key="office"),
            SameTenant(field="version", name="evaluation_customanswer_version", key="office"),
            models.UniqueConstraint(
                fields=["community", "submission", "item"], name="evaluation_custom_answer_once"
            ),
            models.CheckConstraint(
                name="evaluation_custom_only_answers_say",
                condition=Q(state="answered") | Q(number=None, whole=None, option=None, text=""),
            ),
        ]
