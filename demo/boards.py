"""What the demo's offices and teams say to each other: announcements, a team's board, and that of a pair."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from communities.models import Community, Office, Pairing, Role, User
from demo.formation import PAIRS
from demo.sign_ins import STAFF, email_of
from library.actions.announcements import announce
from library.actions.boards import post_words
from library.models import Announcement, BoardPost
from tfc.sharing import Audience
from tfc.tenancy import community_scope, office_scope

TEAM = "pasadena"
NEWCOMER, MENTOR = PAIRS[0][:2]


class Words(NamedTuple):
    """``days`` and ``hours`` before now; an answer stands under the first words before it."""

    slug: str
    role: Role
    days: int
    hours: int
    text: str
    answers: bool = False


ON_TEAM_BOARD = (
    Words(TEAM, Role.LEADER, 9, 5, "The library lends us the big room on the first Tuesday of each month, at no cost."),
    Words(TEAM, Role.COORDINATOR, 9, 2, "Wonderful. I will thank them with a card from all of us.", answers=True),
    Words(TEAM, Role.MEMBER, 8, 20, "I can bring the chairs from the church hall.", answers=True),
    Words(
        TEAM, Role.COORDINATOR, 3, 4,
        "Who can stand at the market on Saturday from nine to noon? We have posters in Spanish and in Chinese.",
    ),
    Words(TEAM, Role.LEADER, 3, 1, "I come with two students.", answers=True),
    Words(TEAM, Role.MEMBER, 1, 3, "The hotline's page has new cards to print: https://humantraffickinghotline.org"),
)  # fmt: skip
ON_PAIRS_BOARD = (
    Words(
        NEWCOMER, Role.COORDINATOR, 12, 6,
        "Our first look at the town is done. Which five organizations did you go to first, and why those?",
    ),
    Words(
        MENTOR, Role.COORDINATOR, 11, 20,
        "A school, a clinic, a hotel, a parish and the city. Two of them said no at first: go again after a month.",
        answers=True,
    ),
    Words(NEWCOMER, Role.LEADER, 11, 2, "That helps. May one of you come along to the clinic?", answers=True),
    Words(MENTOR, Role.LEADER, 4, 3, "I can come on Thursday afternoon. What we asked is one page, eight questions."),
)  # fmt: skip


class News(NamedTuple):
    title: str
    text: str
    days: int
    pinned: bool = False


ALL_OFFICES = News(
    "The handbook for new teams is in the library",
    "In English, Spanish and Chinese. Tell us which page helped you, and which did not.",
    6,
)
ALL_TOWNS = News(
    "Training for new leaders on two evenings",
    "How to ask residents what they know, and how to lead a meeting that ends on time.\n\n"
    "Two evenings online. Say to your coordinator if you need an interpreter.",
    4,
    pinned=True,
)
OF_TEAM = News(
    "We meet in the library from now on",
    "The room is up the stairs on the left; there is a lift. The door closes at nine.",
    2,
)


def store_boards(towns: Mapping[str, Community], offices: Mapping[str, Office], now: datetime) -> None:
    """Outside a scope, after the towns were paired. What is there stays as it is."""
    _announce_of_office(offices["oasis"], Audience.EVERYONE, ALL_OFFICES, now)
    _announce_of_office(offices["usa"], Audience.OFFICE, ALL_TOWNS, now)
    if TEAM in towns:
        team = towns[TEAM]
        by = User.objects.get(email=email_of(Role.LEADER, TEAM))
        with community_scope(team.pk, team.office_id):
            _announce(by, Audience.OWN, OF_TEAM, now)
        _post(towns, ON_TEAM_BOARD, now)
    if NEWCOMER in towns and MENTOR in towns and _are_paired(towns[NEWCOMER]):
        _post(towns, ON_PAIRS_BOARD, now, paired=True)


def _announce_of_office(office: Office, audience: Audience, news: News, now: datetime) -> None:
    by = User.objects.get(email=STAFF[office.slug])
    with office_scope(office.pk):
        _announce(by, audience, news, now)


def _announce(by: User, audience: Audience, news: News, now: datetime) -> None:
    if Announcement.objects.filter(title=news.title, created_by=by).exists():
        return
    day = (now - timedelta(days=news.days)).date()
    made = announce(
        by=by, audience=audience, title=news.title, text=news.text, from_on=day, pinned=news.pinned
    )
    Announcement.objects.filter(pk=made.pk).update(created_at=now - timedelta(days=news.days))


def _are_paired(newcomer: Community) -> bool:
    with community_scope(newcomer.pk, newcomer.office_id):
        return Pairing.objects.running().of(newcomer).exists()


def _post(
    towns: Mapping[str, Community], all_words: tuple[Words, ...], now: datetime, *, paired: bool = False
) -> None:
    """Each in the scope of the team that writes, which reads what it answers."""
    first: BoardPost | None = None
    for words in all_words:
        town = towns[words.slug]
        other = towns[MENTOR if words.slug == NEWCOMER else NEWCOMER] if paired else None
        with community_scope(town.pk, town.office_id):
            if BoardPost.objects.filter(text=words.text).exists():
                first = first if words.answers else BoardPost.objects.get(text=words.text)
                continue
            made = post_words(
                text=words.text,
                by=User.objects.get(email=email_of(words.role, words.slug)),
                partner=other,
                parent=first if words.answers else None,
                at=now - timedelta(days=words.days, hours=words.hours),
            )
        first = first if words.answers else made
