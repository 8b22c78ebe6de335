"""What a second person approved of a service: the public pages show that, and nothing that was changed since."""

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

# What leads a person at risk somewhere. Each of them is approved again when it changes.
DETAILS = ("phone", "website", "address")
# Public texts that need no approval, for as long as they lead nowhere by themselves.
TEXTS = ("name", "provider", "description", "eligibility", "ineligibility", "intake", "coverage")
# A number that can be called (not 911 or 9:00 to 17:00), a link or an e-mail address.
CONTACT = re.compile(
    r"(?:\d[\s().+/-]{0,3}){7,}|https?:|www\.|\S@\S|\w\.(?:com|org|net|info|app|me|io)\b", re.IGNORECASE
)


def shown_detail(name: str, max_length: int, **more: Any) -> models.GeneratedField:
    """The approved value, while the service is public and the team has any: the database takes it down at once."""
    condition = models.Q(is_public=True, approved_at__isnull=False, **more) & ~models.Q(**{name: ""})
    return models.GeneratedField(
        expression=models.Case(
            models.When(condition, then=models.F(f"approved_{name}")), default=models.Value("")
        ),
        output_field=models.CharField(max_length=max_length),
        db_persist=True,
    )


def user_field(name: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "communities.User",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=name,
    )


class ApprovedService(models.Model):
    """``…_by``: who published it, and who changed each detail since; another person approves that."""

    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = user_field(_("approved by"))
    # Where the coordinator is the only person who may approve. The audit log shows it.
    approved_alone = models.BooleanField(
        _("approved by the same person who entered it"), default=False, db_default=False, editable=False
    )
    approved_phone = models.CharField(
        _("approved phone"), max_length=40, blank=True, default="", db_default="", editable=False
    )
    approved_website = models.CharField(
        _("approved website"), max_length=300, blank=True, default="", db_default="", editable=False
    )
    approved_address = models.CharField(
        _("approved address"), max_length=300, blank=True, default="", db_default="", editable=False
    )
    published_by = user_field(_("published by"))
    phone_by = user_field(_("phone entered by"))
    website_by = user_field(_("website entered by"))
    address_by = user_field(_("address entered by"))
    # What pages for everybody show: the login that answers them reads no other address (tfc/db_roles/apply.py).
    public_phone = shown_detail("phone", 40)
    public_website = shown_detail("website", 300)
    public_address = shown_detail("address", 300, address_is_public=True)

    class Meta:
        abstract = True

    def get_detail(self, name: str) -> str:
        """As the team wants it on the public pages; empty where it is not meant for them."""
        if name == "address" and not self.address_is_public:  # type: ignore[attr-defined]
            return ""
        value: str = getattr(self, name)
        return value

    @property
    def waiting_details(self) -> list[str]:
        """Those of DETAILS that were changed since they were approved."""
        if not self.is_public:  # type: ignore[attr-defined]
            return []
        return [
            name
            for name in DETAILS
            if self.get_detail(name) and self.get_detail(name) != getattr(self, f"approved_{name}")
        ]

    @property
    def is_waiting(self) -> bool:
        return bool(self.is_public and (self.approved_at is None or self.waiting_details))  # type: ignore[attr-defined]


def has_contact(text: str) -> bool:
    """Whether a text names a number, a link or an e-mail address, which would reach the public pages unapproved."""
    return bool(CONTACT.search(text))


def waiting_for_approval() -> models.Q:
    """The same in SQL."""
    changed = models.Q()
    for name in DETAILS:
        meant = {"address_is_public": True} if name == "address" else {}
        changed |= (
            models.Q(**meant) & ~models.Q(**{name: ""}) & ~models.Q(**{name: models.F(f"approved_{name}")})
        )
    return models.Q(is_public=True) & (models.Q(approved_at=None) | changed)
