"""Limits on how often a person or a program may do something, counted in the cache without keeping who."""

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

# What one household or company gets from its provider: people there, and programs, change addresses within it.
NETWORK_BITS = {4: 24, 6: 48}


def exceeds_limit(name: str, limit: int, seconds: int = DAY, amount: int = 1) -> bool:
    """Count ``amount``; True when more than ``limit`` came within ``seconds`` of the first count.

    Without the cache nothing is counted: it matters more that people can write than that programs cannot.
    """
    key = f"limit:{name}"
    try:
        if cache.add(key, amount, seconds):
            return amount > limit
        return cache.incr(key, amount) > limit
    except (RedisError, ValueError):
        # ValueError: the count ended between the two calls.
        return False


def is_limit_reached(name: str, limit: int) -> bool:
    """Whether the next count would exceed the limit; counts nothing."""
    try:
        return cache.get(f"limit:{name}", 0) >= limit
    except RedisError:
        return False


def seconds_to_wait(name: str, limit: int, seconds: int = HOUR) -> int:
    """Count one; the seconds to the next stretch where more than ``limit`` came in this one, else 0."""
    now = int(time.time())
    stretch, elapsed = divmod(now, seconds)
    return seconds - elapsed if exceeds_limit(f"{name}:{stretch}", limit, seconds) else 0


@dataclass(frozen=True)
class Sender:
    """What an anonymous form knows of its sender.

    ``form``: the form's name. ``network``: a fingerprint of the sender's network. ``has_proof``: whether the browser's
    script did the proof of work.
    """

    form: str
    network: str
    has_proof: bool


def get_network(request: HttpRequest, form: str) -> str:
    """A keyed fingerprint of the sender's network, other for each form and day, so that nothing links two answers.

    It is only ever part of a key in the cache that ends within a day. Senders whose address is unknown share one.
    """
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
        network = str(ipaddress.ip_network((address, NETWORK_BITS[address.version]), strict=False))
    except (PermissionDenied, ValueError):
        network = ""
    day = int(time.time()) // DAY
    return salted_hmac("tfc.rate_limit", f"{form}:{day}:{network}", algorithm="sha256").hexdigest()


def is_suspicious(quota: int, sender: Sender, amount: int = 1) -> bool:
    """Count what an anonymous form sent; True where it belongs to a burst, and a person decides whether it counts.

    In ten minutes a quarter of the quota may come from one network and half from all; in a day three quarters from
    one network. So a street festival behind one address is counted, and no network alone uses up a quota. Without the
    proof of work much less: anybody can write a program that adds two numbers. The first limit that is exceeded ends
    the counting, so that a burst does not use up what the other networks share.
    """
    form, network = sender.form, f"{sender.form}:{sender.network}"
    limits = [
        (f"{network}:minutes", max(quota // 4, 5), 10 * MINUTE),
        (f"{network}:day", max(quota * 3 // 4, 5), DAY),
        (f"{form}:minutes", max(quota // 2, 5), 10 * MINUTE),
    ]
    if not sender.has_proof:
        limits = [
            (f"{network}:no-proof", max(quota // 20, 3), 10 * MINUTE),
            (f"{form}:no-proof", max(quota // 10, 5), 10 * MINUTE),
            *limits,
        ]
    return any(exceeds_limit(name, limit, seconds, amount) for name, limit, seconds in limits)
