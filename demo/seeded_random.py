"""Chance that falls the same way every time."""

from random import Random

SEED = "traffickfree-demo-1"


def dice(*about: object) -> Random:
    """Dice of their own for each subject, so that a change to one town moves nothing in another."""
    return Random(":".join([SEED, *map(str, about)]))  # noqa: S311 (made-up data, not secrets)  # nosec B311
