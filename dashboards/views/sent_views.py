"""Download a page of figures as a PDF, or subscribe to it; used by the three pages of figures.

Downloads require a sign-in not older than ten minutes.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.access import SignedIn, fresh_login
from dashboards.actions.subscriptions import subscribe, unsubscribe
from dashboards.figures.document import Document
from dashboards.figures.pdf import draw_pdf
from dashboards.forms.figures import SendForm
from dashboards.models import SentView, ViewSubscription
from dashboards.models.subscriptions import Place, ViewSubscriptionQuerySet, get_next_day
from tfc.downloads import attachment
from tfc.query_params import row_number

SHOWN = 10


@dataclass(frozen=True)
class RequestedView:
    """A subscription of the user: the view in words, and when it is sent next; None: within the hour."""

    subscription: ViewSubscription
    text: str
    next_at: dt.datetime | None
    sent: Sequence[SentView]


@dataclass
class ViewDelivery:
    """The view of one page, given by ``query``; ``describe`` returns its choices in words. ``may_ask``: guests of an
    office cannot subscribe.
    """

    request: SignedIn
    place: Place
    query: str
    document: Callable[[], Document]
    describe: Callable[[str], Sequence[str]]
    may_ask: bool = True
    form: SendForm = field(default_factory=SendForm)

    def answer(self) -> HttpResponseBase | None:
        """Return the response of a download or POST; None if the page itself is requested, or the form is invalid."""
        if self.request.method == "POST":
            return self._handle_post()
        if "pdf" in self.request.GET:
            return fresh_login(self._pdf)(self.request)
        if "sent" in self.request.GET:
            return fresh_login(self._serve_sent_view)(self.request)
        return None

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """Render the page in the place's time zone, with the user's subscriptions. Call in the place's scope."""
        now = timezone.now()
        own = _get_subscriptions(self.request.user.pk, self.place)
        sent = list(_get_sent_views(own)) if own else []
        requested_views = [self._build_requested_view(subscription, sent, now) for subscription in own]
        shown = {
            "send_form": self.form,
            "view_query": self.query,
            "page_path": self.place.path,
            "may_ask": self.may_ask,
            "asked": requested_views,
        }
        with timezone.override(self.place.zone):
            status = 422 if self.form.is_bound else 200
            return render(self.request, template, context | shown, status=status)

    def _build_requested_view(
        self, subscription: ViewSubscription, sent: Iterable[SentView], now: dt.datetime
    ) -> RequestedView:
        files = [sent_view for sent_view in sent if sent_view.subscription_id == subscription.pk]
        return RequestedView(
            subscription,
            " · ".join(self.describe(subscription.query)),
            self.place.next_at(subscription, now),
            files[:SHOWN],
        )

    @property
    def here(self) -> str:
        """Return the URL of the page's top, where messages are shown."""
        return f"{self.place.path}?{self.query}".removesuffix("?")

    def _own(self) -> ViewSubscriptionQuerySet:
        return ViewSubscription.objects.for_user(self.request.user.pk).filter(community=self.place.community)

    def _handle_post(self) -> HttpResponse | None:
        if stopped := self.request.POST.get("stop"):
            subscription = get_object_or_404(self._own(), pk=number_or_404(stopped))
            unsubscribe(subscription=subscription, by=self.request.user)
            messages.success(self.request, _("You will no longer get this view by email."))
            return redirect(self.here)
        self.form = SendForm(self.request.POST)
        if not self.form.is_valid():
            return None
        try:
            subscribe(
                office=self.place.office,
                community=self.place.community,
                query=self.query,
                frequency=self.form.cleaned_data["frequency"],
                language=get_language() or "en",
                today=self.place.today(timezone.now()),
                by=self.request.user,
            )
        except ValidationError as error:
            self.form.add_error("frequency", error)
            return None
        first = get_next_day(self.form.cleaned_data["frequency"], self.place.today(timezone.now()))
        message = _("You will get this view by email from %(day)s.")
        messages.success(self.request, message % {"day": date_format(first, "DATE_FORMAT")})
        return redirect(self.here)

    def _pdf(self, _request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        slug = (self.place.community or self.place.office).slug
        with timezone.override(self.place.zone):
            content = draw_pdf(self.document(), now, self.place.office.country)
        return attachment(content, "application/pdf", f"figures-{slug}-{self.place.today(now)}.pdf")

    def _serve_sent_view(self, _request: HttpRequest) -> HttpResponse:
        own = SentView.objects.filter(subscription__user=self.request.user, community=self.place.community)
        sent_view = get_object_or_404(own, pk=number_or_404(self.request.GET["sent"]))
        return attachment(sent_view.content, "application/pdf", sent_view.name)


def _get_subscriptions(user_id: int, place: Place) -> list[ViewSubscription]:
    return list(ViewSubscription.objects.for_user(user_id).filter(community=place.community).order_by("pk"))


def _get_sent_views(subscriptions: Sequence[ViewSubscription]) -> "QuerySet[SentView]":
    sent = SentView.objects.filter(subscription__in=subscriptions)
    return sent.defer("content").order_by("-made_at", "-pk")


def number_or_404(text: str) -> int:
    number = row_number(text)
    if number is None:
        raise Http404
    return number
