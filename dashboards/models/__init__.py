"""What people of an office keep of their dashboards, and what is sent to them."""

from dashboards.models.pins import PinnedCommunity
from dashboards.models.subscriptions import Frequency, SentView, ViewSubscription

__all__ = ["Frequency", "PinnedCommunity", "SentView", "ViewSubscription"]
