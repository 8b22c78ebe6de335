"""Stored settings of office dashboards, and views that are sent."""

from dashboards.models.alerts import Alert, AlertCondition
from dashboards.models.attention import (
    AttentionRule,
    CommunityAttention,
    FollowUp,
    FollowUpKind,
    OfficeSummary,
    RecordRequest,
)
from dashboards.models.subscriptions import Frequency, PinnedCommunity, SentView, ViewSubscription

__all__ = [
    "Alert",
    "AlertCondition",
    "AttentionRule",
    "CommunityAttention",
    "FollowUp",
    "FollowUpKind",
    "Frequency",
    "OfficeSummary",
    "PinnedCommunity",
    "RecordRequest",
    "SentView",
    "ViewSubscription",
]
