"""Rate limits for people and programs, counted in the cache without storing who they are."""

import ipaddress
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# Prefix lengths of what a provider assigns to one household or company: addresses change within it.
NETWORK_BITS = {4: 24, 6: 48}


def exceeds_limit(name: str, limit: int, seconds: int = DAY, amount: int = 1) -> bool:
    """Count ``amount``; return True if more than ``limit`` arrived within ``seconds`` of the first count.

    Without the cache nothing is limited: letting people write matters more than stopping programs.
    """
    key = f"limit:{name}"
    try:
        if cache.add(key, amount, seconds):
            return amount > limit
        return cache.incr(key, amount) > limit
    except (RedisError, ValueError):
        # ValueError: the count expired between the two calls.
        return False


def get_count(name: str) -> int:
    """Return how many arrived so far; 0 without the cache."""
    try:
        count: int = cache.get(f"limit:{name}", 0)
    except RedisError:
        return 0
    return count


def is_limit_reached(name: str, limit: int) -> bool:
    """Return True if the next count would exceed the limit; this counts nothing."""
    return get_count(name) >= limit


def seconds_to_wait(name: str, limit: int, seconds: int = HOUR) -> int:
    """Count one; return the seconds until the next period if more than ``limit`` arrived in this one, otherwise 0."""
    now = int(time.time())
    stretch, elapsed = divmod(now, seconds)
    return seconds - elapsed if exceeds_limit(f"{name}:{stretch}", limit, seconds) else 0


@dataclass(frozen=True)
class Sender:
    """The known facts about the sender of an anonymous form.

    ``form``: the form's name. ``network``: a fingerprint of the sender's network; ``network_yesterday``: the one that
    it had the day before. ``has_proof``: whether the browser's script did the proof of work.
    """

    form: str
    network: str
    has_proof: bool
    network_yesterday: str = ""


def get_network(request: HttpRequest, form: str, days_ago: int = 0) -> str:
    """Return a keyed fingerprint of the sender's network, different for each form and UTC day, so that answers cannot
    be linked.

    It is only used in cache keys that expire within a day. Senders with an unknown address share one.
    """
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
        network = str(ipaddress.ip_network((address, NETWORK_BITS[address.version]), strict=False))
    except (PermissionDenied, ValueError):
        network = ""
    day = int(time.time()) // DAY - days_ago
    return salted_hmac("tfc.rate_limit", f"{form}:{day}:{network}", algorithm="sha256").hexdigest()


def is_suspicious(quota: int, sender: Sender, amount: int = 1) -> bool:
    """Count what an anonymous form sent; return True if it belongs to a burst, so that a person must decide whether it
    counts.

    Within ten minutes a quarter of the quota may come from one network and half from all; within a day, also over
    midnight, three quarters from one network. So a street festival behind one address is counted, and no single network
    uses up a quota.
    Without the proof of work the limits are much lower: a program that adds two numbers is easy to write. Counting
    stops at the first exceeded limit, so that a burst does not use up what other networks share.
    """
    form, network = sender.form, f"{sender.form}:{sender.network}"
    yesterday = get_count(f"{form}:{sender.network_yesterday}:day")
    limits = [
        (f"{network}:minutes", max(quota // 4, 5), 10 * MINUTE),
        (f"{network}:day", max(quota * 3 // 4, 5) - yesterday, DAY),
        (f"{form}:minutes", max(quota // 2, 5), 10 * MINUTE),
    ]
    if not sender.has_proof:
        limits = [
            (f"{network}:no-proof", max(quota // 20, 3), 10 * MINUTE),
            (f"{form}:no-proof", max(quota // 10, 5), 10 * MINUTE),
            *limits,
        ]
    return any(exceeds_limit(name, limit, seconds, amount) for name, limit, seconds in limits)
