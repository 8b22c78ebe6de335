"""The page on which an organization answers, by the link in its e-mail and without an account."""

from django.conf import settings
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from communities.access import LinkRequest, link_view
from communities.links import dead_link, link_page
from stakeholders.actions import trust as actions
from stakeholders.forms.trust import AnswerForm
from stakeholders.models import TrustInvitation
from tfc.locales import asked_language
from tfc.tokens import hash_token

GONE = 410


@link_view
@require_http_methods(["GET", "HEAD", "POST"])
def trust_answer(request: LinkRequest, token: str) -> HttpResponse:
    with translation.override(asked_language(request.GET.get("language", "")) or translation.get_language()):
        return _answer(request, token)


def _answer(request: LinkRequest, token: str) -> HttpResponse:
    # Of the organization no more than this: who has the link is anybody.
    invitations = TrustInvitation.objects.select_related("round").annotate(sector=F("organization__sector"))
    invitation = invitations.filter(token_hash=hash_token(token)).first()
    if invitation is None:
        return dead_link(404)
    today = timezone.localdate()
    if invitation.answered or not invitation.round.is_open(today):
        return dead_link(GONE)
    sector = invitation.sector
    form = AnswerForm(request.POST if request.method == "POST" else None, own=sector)
    if form.is_bound and form.is_valid():
        try:
            actions.save_answer(invitation=invitation, sector=sector, scores=form.scores(), today=today)
        except actions.NotOpenError:
            return dead_link(GONE)
        return link_page("stakeholders/trust_thanks.html", {"place": request.community})
    context = {
        "form": form,
        "place": request.community,
        "closes_on": invitation.round.closes_on,
        "languages": settings.LANGUAGES,
    }
    return link_page("stakeholders/trust_answer.html", context, status=422 if form.is_bound else 200)
