"""Stored settings of office dashboards, and views that are sent."""

from dashboards.models.pins import PinnedCommunity
from dashboards.models.subscriptions import Frequency, SentView, ViewSubscription

__all__ = ["Frequency", "PinnedCommunity", "SentView", "ViewSubscription"]
