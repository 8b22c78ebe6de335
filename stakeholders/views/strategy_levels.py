"""Change the level of a strategy, and end it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import strategies as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.catalogue import get_strategy_title
from stakeholders.forms.strategies import EndForm, StepForm
from stakeholders.models import Strategy, StrategyLevel
from stakeholders.strategy_status import get_level_on
from stakeholders.views.strategies import find_strategy, strategy_url


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def strategy_level(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    """Change the level, with its day."""
    strategy = find_strategy(strategy_id, running=True)
    level = get_level_on(strategy.steps.order_by("id"), timezone.localdate()) or StrategyLevel.PLEDGED
    may_verify = request.role >= Role.COORDINATOR
    form = StepForm(
        request.POST or None, may_verify=may_verify, initial={"rung": _get_next_level(level, may_verify)}
    )
    if form.is_bound and form.is_valid():
        try:
            actions.take_step(strategy=strategy, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _say_where_it_stands(request, strategy, StrategyLevel(form.cleaned_data["rung"]))
            return redirect(strategy_url(request, strategy))
    return _page(request, strategy, form, "strategy_level", rung=level, may_verify=may_verify)


def _get_next_level(level: StrategyLevel, may_verify: bool) -> StrategyLevel:
    levels = list(StrategyLevel)
    above = levels[min(levels.index(level) + 1, len(levels) - 1)]
    return level if above == StrategyLevel.VERIFIED and not may_verify else above


def _say_where_it_stands(request: CommunityRequest, strategy: Strategy, chosen: StrategyLevel) -> None:
    """Show a message: a step with an earlier day than the newest one is added to the history but changes no level."""
    stands = get_level_on(strategy.steps.order_by("id"), timezone.localdate()) or chosen
    if stands == chosen:
        text = _("It is now “%(rung)s”.") % {"rung": stands.label}
    else:
        text = _("Added to its history. A later step keeps it at “%(rung)s”.") % {"rung": stands.label}
    messages.success(request, text)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def strategy_end(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    strategy = find_strategy(strategy_id, running=True)
    form = EndForm(request.POST or None, instance=strategy)
    if not form.is_bound or not form.is_valid():
        return _page(request, strategy, form, "strategy_end")
    try:
        actions.end_strategy(strategy=strategy, by=request.user, **form.cleaned_data)
    except SavedMeanwhileError:
        stored = find_strategy(strategy_id)
        if stored.ended_on:
            text = _("Another person ended it on %(day)s.") % {"day": date_format(stored.ended_on)}
            messages.warning(request, text)
            return redirect(strategy_url(request, stored))
        again = form.overwriting(stored.revision)
        return _page(request, stored, again, "strategy_end", status=409, changed=True)
    undo = reverse("stakeholders:strategy-continue", args=[request.community.slug, strategy.pk])
    messages.success(request, _("Saved."), extra_tags=undo)
    return redirect(strategy_url(request, strategy))


@community_view(Role.LEADER)
@require_POST
def strategy_go_on(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    """Undo the end of a strategy."""
    strategy = find_strategy(strategy_id)
    actions.resume_strategy(strategy=strategy, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(strategy_url(request, strategy))


def _page(
    request: CommunityRequest, strategy: Strategy, form: Any, template: str, *, status: int = 0, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "strategy": strategy,
        "title": get_strategy_title(strategy),
        "back_url": strategy_url(request, strategy),
    }
    status = status or (422 if form.is_bound else 200)
    return render(request, f"stakeholders/{template}.html", context | more, status=status)
