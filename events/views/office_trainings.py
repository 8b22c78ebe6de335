"""An office's trainings for leaders: offer, change, cancel, see who signed up, record attendance."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.languages import language_name
from communities.models import Community
from events import trainings
from events.actions import trainings as actions
from events.forms.trainings import AttendanceRecordForm, TrainingCancelForm, TrainingForm
from events.models import EventStatus, OfficeTraining
from tfc import keyset
from tfc.text.punctuation import join_bracketed

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# An office holds a few a month; older ones remain in the leaders' development plans.
AT_MOST = 200


@office_view
@require_safe
def office_training_list(request: OfficeRequest) -> HttpResponse:
    offered = OfficeTraining.objects.filter(office=request.office).newest_first()
    cards = trainings.get_counted_cards(offered[:AT_MOST])
    planned = [card for card in cards if card.training.is_planned]
    sections = [
        ("waiting", _("Record attendance"), [card for card in planned if card.training.is_unresolved]),
        (
            "coming",
            _("Upcoming"),
            [card for card in reversed(planned) if not card.training.is_unresolved],
        ),
        ("past", _("Held or canceled"), [card for card in cards if not card.training.is_planned]),
    ]
    context = {
        "sections": [(code, title, [_row(request, card) for card in rows]) for code, title, rows in sections],
        "none": not cards,
        "badge": "events/parts/training_badge.html",
    }
    return render(request, "events/office_training_list.html", context)


def _row(request: OfficeRequest, card: trainings.Card) -> dict[str, Any]:
    url = reverse("events:office-training-detail", args=[request.office.slug, card.training.pk])
    return {"training": card.training, "url": url, "said": card.taken_words, "mine": None}


@office_view
@get_or_post
def office_training_add(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect("events:office-training-list", request.office.slug)
    form = TrainingForm(_get_sent_data(request), office=request.office)
    if form.is_bound and form.is_valid():
        try:
            training = actions.offer_training(office=request.office, offer=form.offer(), by=request.user)
        except ValidationError as error:
            form.show(error)
        else:
            return _to(request, training, _("“%(training)s” is offered.") % {"training": training})
    return _page(request, "office_training_form", form, {})


@office_view
@require_safe
def office_training_detail(request: OfficeRequest, training_id: int) -> HttpResponse:
    training = _find(request, training_id)
    card, page = trainings.card_page(training, request.GET.dict())
    context = {
        "card": card,
        "training": training,
        "language": language_name(training.language),
        "towns": Community.objects.filter(office=request.office, pk__in=training.chosen).order_by("name"),
        **keyset.addresses(page, request.path, {}),
    }
    return render(request, "events/office_training_detail.html", context)


@office_view
@get_or_post
def office_training_edit(request: OfficeRequest, training_id: int) -> HttpResponse:
    training = _find(request, training_id)
    if request.is_guest or not training.is_planned:
        return _to(request, training)
    shown = get_requested_version(request, training)
    form = TrainingForm(_get_sent_data(request), office=request.office, training=shown)
    context: dict[str, Any] = {"training": training}
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            actions.change_training(training=training, offer=form.offer(), revision=revision, by=request.user)
        except ValidationError as error:
            form.show(error)
        except actions.TrainingChangedError as conflict:
            form.over(conflict.stored)
            context["stored"] = conflict.stored
            return _page(request, "office_training_form", form, context, status=409)
        else:
            return _to(request, training, get_saved_message(request, training))
    return _page(request, "office_training_form", form, context)


@office_view
@get_or_post
def office_training_cancel(request: OfficeRequest, training_id: int) -> HttpResponse:
    training = _find(request, training_id)
    if request.is_guest or not training.is_planned:
        return _to(request, training)
    form = TrainingCancelForm(_get_sent_data(request))
    if form.is_bound and form.is_valid():
        try:
            actions.cancel_training(training=training, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _to(request, training, _("“%(training)s” was canceled.") % {"training": training})
    return _page(request, "office_training_cancel", form, {"training": training})


@office_view
@get_or_post
def office_training_record(request: OfficeRequest, training_id: int) -> HttpResponse:
    """Record who attended, of those who signed up; it can be corrected later."""
    training = _find(request, training_id)
    if request.is_guest or training.status == EventStatus.CANCELLED or not training.has_begun:
        return _to(request, training)
    card = trainings.get_card(training)
    nameless = _("No name given")
    form = AttendanceRecordForm(
        _get_sent_data(request),
        choices=[
            (guest.sign_up.pk, join_bracketed(guest.person.name or nameless, town))
            for town, guests in card.by_community
            for guest in guests
        ],
        initial={"there": [guest.sign_up.pk for guest in card.guests if guest.was_there]},
    )
    if form.is_bound and form.is_valid():
        try:
            actions.record_training(training=training, there=form.cleaned_data["there"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _to(request, training, _("Saved."))
    return _page(request, "office_training_record", form, {"training": training, "card": card})


def _find(request: OfficeRequest, training_id: int) -> OfficeTraining:
    return get_object_or_404(OfficeTraining, office=request.office, pk=training_id)


def _get_sent_data(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to(request: OfficeRequest, training: OfficeTraining, message: str = "") -> HttpResponse:
    if message:
        messages.success(request, message)
    return redirect("events:office-training-detail", request.office.slug, training.pk)


def _page(
    request: OfficeRequest, name: str, form: Any, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    status = 422 if form.errors else status
    return render(request, f"events/{name}.html", context | {"form": form}, status=status)
