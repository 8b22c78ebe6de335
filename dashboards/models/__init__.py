"""Stored settings of office dashboards, and views that are sent."""

from dashboards.models.subscriptions import Frequency, PinnedCommunity, SentView, ViewSubscription

__all__ = ["Frequency", "PinnedCommunity", "SentView", "ViewSubscription"]
