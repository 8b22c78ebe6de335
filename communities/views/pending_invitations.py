"""Actions on a waiting invitation, to a community's team or an office's staff."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities import actions
from communities.access import CommunityRequest, OfficeRequest
from communities.models import Invitation


def resend(request: CommunityRequest | OfficeRequest, invitation: Invitation) -> None:
    """Send a new link, and show a message."""
    try:
        actions.resend_invitation(invitation=invitation, by=request.user)
        messages.success(request, _("A new link is on its way to %(email)s.") % {"email": invitation.email})
    except ValidationError as error:
        messages.error(request, error.messages[0])


def withdraw(request: CommunityRequest | OfficeRequest, invitation: Invitation) -> None:
    """Invalidate its link, and show a message."""
    try:
        actions.withdraw_invitation(invitation=invitation, by=request.user)
        messages.success(
            request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
