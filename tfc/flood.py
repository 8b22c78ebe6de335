"""How often somebody may write, or a program may ask, counted without keeping who."""

import time

from django.core.cache import cache
from redis.exceptions import RedisError

HOUR = 60 * 60
DAY = 24 * HOUR


def is_full(name: str, most: int, seconds: int = DAY) -> bool:
    """Count this one; True when more than ``most`` came within ``seconds`` of the first one.

    Without the cache nothing is counted: that somebody can write matters more than that nobody can write too much.
    """
    key = f"flood:{name}"
    try:
        if cache.add(key, 1, seconds):
            return False
        return cache.incr(key) > most
    except (RedisError, ValueError):
        # ValueError: the count ended between the two calls.
        return False


def wait(name: str, most: int, seconds: int = HOUR) -> int:
    """Count this one; in how many seconds to come again when more than ``most`` came in this stretch, else 0."""
    now = int(time.time())
    stretch, gone = divmod(now, seconds)
    return seconds - gone if is_full(f"{name}:{stretch}", most, seconds) else 0
