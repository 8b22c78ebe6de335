"""What a second person approved of a service: the public pages show that, and no later change."""

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

# Contacts that could lead a person at risk to a wrong place: each change needs approval.
DETAILS = ("phone", "website", "address")
# Public texts that need no approval as long as they contain no contact.
TEXTS = ("name", "provider", "description", "eligibility", "ineligibility", "intake", "coverage")
# A number that can be called (not 911 or 9:00 to 17:00), a link, an email address or a name on a social network. Word
# processors write hyphens in several ways, phones write digits as pictures, and people write links without "https".
CONTACT = re.compile(
    r"(?:\d[\s().+/|*~=_\-\u2010-\u2015\u2022\u200b\u2060\ufe0f\u20e3·]{0,3}){7,}|\d{3}\W{1,6}\d{3}\W{1,6}\d{4}"
    r"|1[-.]8\d\d[-.]\w|\w://|\btel:|www\.|\S@\S|(?<!\S)@\w{3}"
    r"|\w\s?(?:\.|\[\.\]|\bdot\b)\s?(?:com|org|net|info|app|me|io)\b"
    r"|\w{2}\.(?:[a-z]{2,3}|care|center|church|club|group|help|house|life|link|live|online|page|site|social|support)\b"
    r"|\w\.[a-z]{2,}/\S",
    re.IGNORECASE,
)
# A street with a house number, capitalized or at the end of a clause: not "24 hour street outreach".
_STREET = r"(?:street|st|avenue|ave|road|rd|lane|ln|boulevard|blvd|drive|highway|hwy)\b"
ADDRESS = re.compile(
    rf"\b\d{{1,5}}[a-z]? (?:(?-i:[A-Z])[\w.'’-]* ){{1,3}}{_STREET}"
    rf"|\b\d{{1,5}}[a-z]? [\w.'’-]+ {_STREET}(?=\s*(?:[,.;:)\d]|$))"
    r"|\b(?:calle|avenida|av\.|carretera) [^,.;]{1,40},? \d|[路街巷弄]\s?\d+\s?号",
    re.IGNORECASE,
)


def build_shown_detail(name: str, max_length: int, **more: Any) -> models.GeneratedField:
    """Return a generated column: the approved value while the service is public and has the detail.

    The database hides it immediately.
    """
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


# The logins that serve public pages and providers' links may not read these.
CONFIDENTIAL = ("address", "approved_address", "returned_for")


class ApprovedService(models.Model):
    """Approval state of a service.

    ``…_by``: who published it, and who last changed each detail; another person approves that, or sends it back with
    ``returned_for``, the reason, until it is edited.
    """

    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = user_field(_("approved by"))
    # The coordinator was the only person who could approve. The audit log shows it.
    approved_alone = models.BooleanField(
        _("approved by the person who entered it"), default=False, db_default=False, editable=False
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
    returned_for = models.TextField(
        _("Not right"), max_length=300, blank=True, default="", db_default="", editable=False
    )
    published_by = user_field(_("Published by"))
    phone_by = user_field(_("phone entered by"))
    website_by = user_field(_("website entered by"))
    address_by = user_field(_("address entered by"))
    # Shown on public pages: the login that serves them may read no other address (tfc/db_roles/apply.py).
    public_phone = build_shown_detail("phone", 40)
    public_website = build_shown_detail("website", 300)
    public_address = build_shown_detail("address", 300, address_is_public=True)

    class Meta:
        abstract = True

    def get_detail(self, name: str) -> str:
        """Return the detail intended for the public pages; empty if it is not public."""
        if name == "address" and not self.address_is_public:  # type: ignore[attr-defined]
            return ""
        value: str = getattr(self, name)
        return value

    @property
    def waiting_details(self) -> list[str]:
        """Return those of DETAILS that were changed since their approval."""
        if not self.is_public:  # type: ignore[attr-defined]
            return []
        return [
            name
            for name in DETAILS
            if self.get_detail(name) and self.get_detail(name) != getattr(self, f"approved_{name}")
        ]

    @property
    def is_waiting(self) -> bool:
        has_new = self.approved_at is None or self.waiting_details
        return bool(self.is_public and not self.returned_for and has_new)  # type: ignore[attr-defined]

    @property
    def returned_to(self) -> int | None:
        """Return the ID of the person who entered what was sent back."""
        name = "published" if self.approved_at is None else next(iter(self.waiting_details), "published")
        author: int | None = getattr(self, f"{name}_by_id")
        return author


def has_contact(text: str) -> bool:
    """Return True if a text contains a number, a link, an email address or a street address.

    It would reach the public pages without approval.
    """
    return bool(CONTACT.search(text) or ADDRESS.search(text))


def waiting_for_approval() -> models.Q:
    """Return the same condition as `is_waiting`, in SQL."""
    changed = models.Q()
    for name in DETAILS:
        meant = {"address_is_public": True} if name == "address" else {}
        changed |= (
            models.Q(**meant) & ~models.Q(**{name: ""}) & ~models.Q(**{name: models.F(f"approved_{name}")})
        )
    return models.Q(is_public=True, returned_for="") & (models.Q(approved_at=None) | changed)
