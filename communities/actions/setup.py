"""Stores a community's set-up progress for its office."""

from collections.abc import Collection

from django.utils import timezone

from communities.models import Community, SetupProgress, SetupStep


def record_setup(
    *, community: Community, done: Collection[SetupStep], using: str = "default"
) -> SetupProgress:
    """Store the steps that are done now; run by a program, with the figures login or in the community's scope."""
    progress, _is_new = SetupProgress.objects.using(using).update_or_create(
        community_id=community.pk,
        defaults={
            "office_id": community.office_id,
            "done": [step.value for step in SetupStep if step in done],
            "counted_at": timezone.now(),
        },
    )
    return progress
