"""The page on which a provider answers, by the link in its email and without an account."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from communities.access import LinkRequest, link_view
from communities.public_community import town_named
from communities.visitor_pages import dead_link, link_page
from support import directory
from support.actions import confirming as actions
from support.forms.confirming import ReplyForm
from support.models import Reply, Service, ServiceConfirmation
from support.models.approval import CONFIDENTIAL
from support.opening import format_week
from tfc.auditing import note_reading
from tfc.tenancy import community_scope
from tfc.tokens import hash_token

GONE = 410


class ProviderRequest(LinkRequest):
    """``address``: of the service that the link is about."""

    address: str


def with_address(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Read the address outside the access decorator: the login that serves the link may read none.

    A confidential one that is read leaves a trace: the link may have gone to an address that a leader entered.
    """

    @wraps(view)
    def add_address(request: HttpRequest, community: str, token: str) -> HttpResponseBase:
        request.address = _read_address(community, token)  # type: ignore[attr-defined]
        return view(request, community=community, token=token)

    return add_address


def _read_address(slug: str, token: str) -> str:
    town = town_named(slug)
    if town is None:
        return ""
    with community_scope(town.pk, town.office_id):
        confirmations = ServiceConfirmation.objects.select_related("service")
        question = confirmations.filter(token_hash=hash_token(token)).first()
        if question is None or not actions.is_open(question):
            return ""
        if question.service.address and not question.service.address_is_public:
            note_reading("service_addresses", question.service_id)
        return question.service.address


# Outermost: an error report must not contain the provider's text.
@sensitive_post_parameters()
@with_address
@link_view
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: ProviderRequest, token: str) -> HttpResponse:
    """Show the provider everything that the directory stores about its service, including the address."""
    about = ServiceConfirmation.objects.select_related("service").defer(
        *(f"service__{name}" for name in CONFIDENTIAL)
    )
    service_confirmation = about.filter(token_hash=hash_token(token)).first()
    if service_confirmation is None:
        return dead_link(404)
    if not actions.is_open(service_confirmation):
        return dead_link(GONE)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.record_reply(
                confirmation=service_confirmation,
                today=timezone.localdate(),
                **form.cleaned_data,
            )
        except actions.NotOpenError:
            return dead_link(GONE)
        context = {"place": request.community, "right": form.cleaned_data["reply"] == Reply.RIGHT}
        return link_page("support/confirmation_thanks.html", context)
    context = _describe_service(request, service_confirmation.service) | {
        "form": form,
        "last_day": service_confirmation.expires_at,
    }
    return link_page("support/confirmation.html", context, status=422 if form.is_bound else 200)


def _describe_service(request: ProviderRequest, service: Service) -> dict[str, object]:
    return {
        "place": request.community,
        "service": service,
        "address": request.address,
        "kinds": directory.kind_names(service.kinds),
        "week": "\n".join(format_week(service.hours.all(), always=service.always_open)),
        "languages": settings.LANGUAGES,
    }
