"""How many people may write in a day, counted without knowing who: no address is looked at."""

from django.core.cache import cache
from redis.exceptions import RedisError

DAY = 24 * 60 * 60


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
