"""Import of people from a spreadsheet: each is invited by email, and joins the team only by accepting."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.actions.invitations import TOO_MANY, invite, may_invite, withdraw_invitation
from communities.imports.kinds import ExistingRecord, Import, ImportedRecord, Values
from communities.models import Invitation, Membership, Role
from tfc.spreadsheets.import_fields import Choosing, ImportField, text

ROLE_WORDS = {
    str(Role.MEMBER.value): ("member", "volunteer", "miembro", "voluntario", "voluntaria", "成员", "志愿者"),
    str(Role.LEADER.value): ("leader", "líder", "组长"),
    str(Role.COORDINATOR.value): ("coordinator", "coordinador", "coordinadora", "协调员"),
}
# Each of them gets an email in the community's name.
MOST_PEOPLE = 200
# The fact counted for every imported row.
INVITED = "invited"


class MemberImport(Import):
    """Rows are matched by email address."""

    code = "members"
    title = gettext_lazy("Team members")
    lead = gettext_lazy("each is invited by email")
    least = Role.COORDINATOR
    icon = "people"
    position = 5
    list_name = "communities:team"
    most_rows = MOST_PEOPLE
    asks_again = True

    # An email cannot be rolled back, so each is sent in its own transaction.
    chunk = 1
    title_fields = ("name", "email")
    fields = (
        ImportField(
            "email", gettext_lazy("Email address"), text(254), required=True,
            names=("email", "e-mail", "mail", "email address", "correo", "correo electrónico", "邮箱", "电子邮件"),
        ),
        ImportField(
            "role", gettext_lazy("Role"), Choosing(Role.choices, ROLE_WORDS), required=True,
            names=("role", "function", "rol", "función", "角色"),
        ),
        ImportField(
            "name", gettext_lazy("Name"), text(120),
            names=("full name", "member", "nombre", "姓名"),
            help=gettext_lazy("Only for this preview."),
        ),
    )  # fmt: skip

    def key(self, values: Values) -> Hashable:
        return str(values["email"]).casefold()

    def problems(self, values: Values) -> list[tuple[str, str]]:
        if not may_invite(self.by):
            return [("email", str(TOO_MANY))]
        try:
            if "email" in values:
                validate_email(values["email"])
        except ValidationError as error:
            return [("email", error.messages[0])]
        return []

    def facts(self, values: Values) -> list[str]:
        return [INVITED]

    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        """Return existing members and waiting invitations; two queries."""
        emails = [str(key) for key, _values in rows]
        roles = self._waiting(emails) | self._members(emails)
        return {
            key: ExistingRecord({"role": str(roles[key])} if str(roles[key]) != values["role"] else {})
            for key, values in rows
            if key in roles
        }

    def _waiting(self, emails: list[str]) -> dict[Hashable, Any]:
        waiting = Invitation.objects.waiting().filter(community=self.community, email__in=emails)
        return dict(waiting.values_list("email", "role"))

    def _members(self, emails: list[str]) -> dict[Hashable, Any]:
        current = Membership.objects.current().filter(community=self.community)
        roles = dict(current.values_list("user", "role"))
        verified_addresses = EmailAddress.objects.filter(email__in=emails, verified=True, user__in=roles)
        return {email: roles[user] for email, user in verified_addresses.values_list("email", "user")}

    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        made = [
            invite(community=self.community, email=row["email"], role=Role(int(row["role"])), by=self.by)
            for row in rows
        ]
        return [ImportedRecord(invitation.pk, 1) for invitation in made]

    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        """Withdraw waiting invitations; people who accepted stay in the team."""
        waiting = Invitation.objects.waiting().filter(
            community=self.community, pk__in=[record.id for record in made]
        )
        return {withdraw_invitation(invitation=invitation, by=self.by).pk for invitation in waiting}

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        count = facts.get(INVITED, 0)
        message = ngettext(
            "%(count)d person gets an invitation by email.",
            "%(count)d people get an invitation by email.",
            count,
        )
        return [message % {"count": count}, _("They join the team when they accept.")]
