"""A limit on how quickly answers of one wave may come in, which knows no sender: a token bucket in the cache.

It holds back a program that sends thousands, and not a school class that answers at once. The caller holds the lock of
the wave's row, so that nobody else reads the bucket between.
"""

from datetime import datetime

from django.core.cache import cache
from redis.exceptions import RedisError

BURST = 60
PER_MINUTE = 30
# After this long every bucket is full again, and may as well be forgotten.
KEPT_SECONDS = 60 * BURST // PER_MINUTE


def take_token(wave_id: int, now: datetime) -> bool:
    """Whether one more answer may come in now. Without the cache it may: the quota holds all the same."""
    try:
        return _take(f"awareness-bucket-{wave_id}", now.timestamp())
    except RedisError:
        return True


def _take(key: str, moment: float) -> bool:
    tokens, at = cache.get(key) or (float(BURST), moment)
    tokens = min(tokens + max(moment - at, 0) * PER_MINUTE / 60, float(BURST))
    taken = tokens >= 1
    cache.set(key, (tokens - taken, moment), KEPT_SECONDS)
    return taken
