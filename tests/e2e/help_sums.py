"""Items 6, 7, 8 and 12 once more, by plain loops over the raw rows: nothing here uses the app's own counting."""

import datetime as dt
from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from communities.models import Community, PopulationProfile, RequiredLanguage, RolePeriod
from residents.models import AwarenessAnswer, AwarenessWave
from support.models import Pathway, PathwayCheck, Service, ServiceConfirmation

# Part and whole, or None where it is not known.
Share = tuple[int, int] | None

NEEDS = {
    "physical": {"housing", "food", "medical", "safety"},
    "psychological": {"counseling", "crisis", "addiction"},
    "spiritual": {"spiritual_care", "faith_community"},
    "social": {"legal", "immigration", "language", "work", "case_management", "company"},
}
RIGHT_RISKS = {"debts", "no_home", "violence", "online_offer", "no_papers", "addiction"}
WRONG_RISKS = {"sports_club", "car_park", "contract", "relatives"}


def kept(model: Any) -> list[dict[str, Any]]:
    return [row for row in rows_of(model) if row["deleted_at"] is None]


def rows_of(model: Any) -> list[dict[str, Any]]:
    return list(model.objects.order_by("id").values())


def residents(first: dt.date, last: dt.date) -> tuple[Share, Share]:
    """Items 6 and 7: of the way of asking with the most valid answers, where these are thirty or more."""
    waves = {row["id"]: (row["version"], row["sampling"]) for row in kept(AwarenessWave)}
    access: dict[Any, list[bool]] = defaultdict(list)
    risks: dict[Any, list[bool]] = defaultdict(list)
    for row in rows_of(AwarenessAnswer):
        if not row["counted"] or row["wave_id"] not in waves or not first <= row["day"] <= last:
            continue
        pool = waves[row["wave_id"]]
        open_answers = [row["route_unprompted"], row["hotline_unprompted"]]
        if "refused" not in open_answers:
            access[pool].append(open_answers == ["right", "right"])
        chosen = set(row["risks"])
        if row["definition"] != "refused" and "refused" not in chosen:
            enough = len(chosen & RIGHT_RISKS) >= 2 and len(chosen & WRONG_RISKS) <= 1
            risks[pool].append(row["definition"] == "right" and enough)
    return largest(access), largest(risks)


def largest(pools: dict[Any, list[bool]]) -> Share:
    best = max(pools.values(), key=len, default=[])
    return (sum(best), len(best)) if len(best) >= 30 else None


def required() -> set[str]:
    spoken = dict(PopulationProfile.objects.filter(dimension="language").values_list("group", "people"))
    found = set(RequiredLanguage.objects.values_list("language", flat=True))
    for language, people in spoken.items():
        if people and 20 * people >= sum(spoken.values()):
            found.add(language)
    return found


def is_fresh(day: dt.date | None, last: dt.date) -> bool:
    return day is not None and dt.timedelta(0) <= last - day <= dt.timedelta(days=184)


class Directory:
    """Everything about the services, by the id of the service, up to the last day."""

    def __init__(self, last: dt.date, zone: ZoneInfo) -> None:
        self.last = last
        self.words: dict[int, list[dt.date]] = defaultdict(list)
        # Their providers said that something has changed or ended, and the team had not settled it.
        self.doubted: set[int] = set()
        for row in rows_of(ServiceConfirmation):
            if row["reply"] == "right":
                self.words[row["service_id"]].append(row["replied_on"])
            elif row["reply"] and row["replied_on"] <= last:
                settled_at = row["settled_at"]
                if not settled_at or settled_at.astimezone(zone).date() > last:
                    self.doubted.add(row["service_id"])
        self.ways = {row["service_id"]: row for row in kept(Pathway)}
        self.calls: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in kept(PathwayCheck):
            self.calls[row["service_id"]].append(row)
        self.services = [row for row in kept(Service) if self._first_day(row, zone) <= last]

    def _first_day(self, row: dict[str, Any], zone: ZoneInfo) -> dt.date:
        days = [row["created_at"].astimezone(zone).date(), *self.words[row["id"]]]
        days += [call["on"] for call in self.calls[row["id"]]]
        if row["confirmed_on"]:
            days.append(row["confirmed_on"])
        if row["id"] in self.ways and self.ways[row["id"]]["contact_trained_on"]:
            days.append(self.ways[row["id"]]["contact_trained_on"])
        return min(days)

    def is_confirmed(self, service: dict[str, Any]) -> bool:
        days = [*self.words[service["id"]], service["confirmed_on"]]
        return service["id"] not in self.doubted and any(is_fresh(day, self.last) for day in days)

    def latest_call(self, service: dict[str, Any]) -> dict[str, Any] | None:
        latest = None
        for call in self.calls[service["id"]]:
            if call["on"] <= self.last and (latest is None or call["on"] >= latest["on"]):
                latest = call
        return latest


def meets(service: dict[str, Any], need: str) -> bool:
    return bool(NEEDS[need] & set(service["kinds"]))


def resources(directory: Directory) -> Share:
    languages = required()
    if not languages or not directory.services:
        return None
    covered = set()
    for service in directory.services:
        for need in NEEDS:
            for language in languages & set(service["languages"]):
                if meets(service, need) and directory.is_confirmed(service):
                    covered.add((need, language))
    return len(covered), 4 * len(languages)


def ready(directory: Directory) -> Share:
    languages = required()
    services = [service for service in directory.services if service["id"] in directory.ways]
    if not languages or not services:
        return None
    people, working = team(directory.last), set()
    for service in services:
        for need, language in taken(directory, service, people):
            if language in languages and meets(service, need):
                working.add((need, language))
    return len(working), 4 * len(languages)


def team(last: dt.date) -> set[int]:
    found = set()
    for row in rows_of(RolePeriod):
        if row["started_on"] <= last and (row["ended_on"] is None or row["ended_on"] > last):
            found.add(row["membership_id"])
    return found


def taken(directory: Directory, service: dict[str, Any], people: set[int]) -> list[list[str]]:
    """What the latest call took, where the way to the service is complete."""
    way, call, last = directory.ways[service["id"]], directory.latest_call(service), directory.last
    trained = way["contact_id"] in people and (way["contact_trained_on"] or dt.date.max) <= last
    if not (way["steps"] and way["who_calls"] and trained) or service["id"] in directory.doubted:
        return []
    return call["accepts"] if call and call["answered"] and is_fresh(call["on"], last) else []


def help_sums(community: Community, first: dt.date, last: dt.date) -> dict[str, tuple[int, int]]:
    """By the label of the part, those that are known. In the community's scope."""
    directory = Directory(last, ZoneInfo(community.time_zone))
    access, risks = residents(first, last)
    found = {"6": access, "7": risks, "8": ready(directory), "12": resources(directory)}
    return {label: share for label, share in found.items() if share is not None}
