"""Addresses that are put together once are those of `reverse`."""

from django.urls import reverse

from tfc.addresses import Addresses


def test_it_gives_what_reverse_gives():
    assert Addresses("events:event-record", "hill").of(7) == reverse("events:event-record", args=["hill", 7])
    towns = Addresses("evaluation:office-community", "usa")
    assert towns.of("hill") == reverse("evaluation:office-community", args=["usa", "hill"])
