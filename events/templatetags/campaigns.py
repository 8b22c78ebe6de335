"""URLs of campaigns, for the community or office of the current page."""

from typing import Any

from django import template

from events.place_views import CampaignPlace

register = template.Library()


@register.simple_tag(takes_context=True)
def campaign_url(context: template.Context, name: str, *args: Any) -> str:
    """``{% campaign_url "detail" campaign.pk %}``"""
    desk: CampaignPlace = context["desk"]
    return desk.url(name, *args)
