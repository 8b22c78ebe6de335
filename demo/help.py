"""Where the demo's towns find help, whether they tried it, and what they say in public; all of it is made up."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random

from demo.places import NEW, PATCHY, SHOWCASE, STEADY, Place, made_up_phone
from demo.seeded_random import dice
from tfc.periods import HalfYear

# Most days, and the one on which people come who work in the day.
DAY, LATE = ((time(9), time(17)),), ((time(9), time(12)), (time(14), time(20)))


@dataclass(frozen=True)
class ServiceText:
    name: str
    provider: str
    kinds: tuple[str, ...]
    description: str
    intake: str
    eligibility: str = ""
    ineligibility: str = ""
    always_open: bool = False
    address: str = ""
    address_is_public: bool = False


@dataclass(frozen=True)
class ServicePlan:
    """``confirmed``: the days on which the provider said that all is right.

    ``checks``: calls, the first one first, and whether somebody answered.
    """

    text: ServiceText
    languages: tuple[str, ...]
    phone: str
    confirmed: tuple[date, ...]
    written: bool
    trained: bool
    checks: tuple[tuple[date, bool], ...]


@dataclass(frozen=True)
class HelpPlan:
    services: tuple[ServicePlan, ...] = ()
    tallies: tuple[tuple[HalfYear, dict[int, int]], ...] = ()
    offered: tuple[tuple[HalfYear, dict[int, tuple[int, int]]], ...] = ()
    about: dict[str, str] | None = None
    interested: tuple[tuple[str, str, str, date], ...] = ()


TEXTS = (
    ServiceText(
        "Night beds for women and children",
        "Harbor House",
        ("housing", "safety"),
        "A bed, a meal and somebody awake all night.",
        "Call at any hour. Somebody fetches you from a place where you feel safe.",
        eligibility="Women, also with children.",
        ineligibility="Men over 18 are taken to a partner house.",
        always_open=True,
        address="12 Lantern Lane (made up, and confidential)",
    ),
    ServiceText(
        "Counseling after violence",
        "Open Door Counseling",
        ("counseling", "crisis"),
        "Talks with a counselor, alone or in a group, free of charge.",
        "Call or write; the first talk is within a week.",
        address="400 Garden Street",
        address_is_public=True,
    ),
    ServiceText(
        "Legal help for workers",
        "Workers' Law Desk",
        ("legal", "immigration"),
        "Advice on wages, contracts and papers. Nothing is told to the authorities.",
        "Come on Tuesday or call for a time.",
        address="18 Court Square, second floor",
        address_is_public=True,
    ),
    ServiceText(
        "Clinic without questions about papers",
        "Cedar Clinic",
        ("medical",),
        "Doctors and nurses who know what to ask and what not to ask.",
        "Come in; say at the desk that you would like to speak alone.",
        address="77 Cedar Avenue",
        address_is_public=True,
    ),
    ServiceText(
        "English and a meal",
        "Maple Fellowship",
        ("language", "food", "faith_community"),
        "Classes twice a week, with a warm meal after them.",
        "Just come.",
        address="5 Maple Street",
        address_is_public=True,
    ),
    ServiceText(
        "Somebody who goes along",
        "Bridge Case Work",
        ("case_management", "company"),
        "One person who stays with you through offices, courts and house hunting.",
        "Call; they call back on the same day.",
    ),
    ServiceText(
        "Pastoral talks",
        "Chaplains of the hospital",
        ("spiritual_care",),
        "For people of every faith and of none.",
        "Ask at the information desk, or call.",
    ),
    ServiceText(
        "Beds for young people",
        "Lighthouse Youth",
        ("housing", "crisis"),
        "For those under 21 who cannot go home.",
        "Call or text at any hour.",
        eligibility="Under 21.",
        always_open=True,
        address="Confidential house on the hill (made up)",
    ),
    ServiceText(
        "Work and training",
        "Second Start",
        ("work",),
        "A first job, a bank account and a plan.",
        "Ask your counselor to call.",
    ),
)
ABOUT = {
    "en": "We are neighbors in {place} who want nobody to be bought, sold or forced to work. We listen, we teach, and "
    "we bring schools, shops, police and churches to one table.",
    "es": "Somos vecinos de {place} y queremos que nadie sea comprado, vendido ni obligado a trabajar. Escuchamos, "
    "enseñamos y reunimos a escuelas, comercios, policía e iglesias en una misma mesa.",
    "zh": "我们是 {place} 的邻居，不愿看到任何人被买卖或被迫劳动。我们倾听，我们讲解，"
    "我们把学校、商店、警察和教会请到同一张桌前。",
}
# Who wrote on the showcase's public page: name, how to reach them, words, days ago.
INTERESTED = (
    ("Dana (made up)", "dana@helper.example", "I speak Spanish and could interpret on weekday evenings.", 2),
    ("A retired nurse (made up)", "626-555-0171", "", 11),
)


# Of the showcase, whose directory is complete enough for other programs.
POSTAL_CODE = "CA 91101"


def help_plan(place: Place, today: date) -> HelpPlan:
    """Much in the showcase, some in steady towns, old news in patchy ones and hardly anything in new ones."""
    if not place.cadences or place.asleep_since:
        return HelpPlan()
    chance = dice("help", place.slug)
    number = _how_many(place, chance)
    services = tuple(
        _service(place, text, number_, chance, today) for number_, text in enumerate(TEXTS[:number])
    )
    recent = [HalfYear(2025, 2), HalfYear(2026, 1)]
    return HelpPlan(
        services=services,
        tallies=tuple((one, told) for one in recent if (told := _told(place, one))),
        offered=tuple((one, {1: (18, 6), 2: (40, 15), 3: (8, 12)}) for one in recent)
        if place.pace == SHOWCASE
        else (),
        about={language: text.format(place=place.name) for language, text in ABOUT.items()}
        if place.pace not in (NEW, PATCHY)
        else None,
        interested=tuple(
            (name, reach, words, today - timedelta(days=days)) for name, reach, words, days in INTERESTED
        )
        if place.pace == SHOWCASE
        else (),
    )


def _told(place: Place, half_year: HalfYear) -> dict[int, int]:
    """People by need. Most teams do not know how many had spiritual support, so its sum stays hidden."""
    if place.pace == SHOWCASE:
        later = half_year.half == 1
        return {1: 7 if later else 4, 2: 8 if later else 7, 4: 12}
    if place.pace != STEADY:
        return {}
    chance = dice("tallies", place.slug, half_year)
    told = {1: chance.randint(0, 6), 2: chance.randint(0, 5), 4: chance.randint(2, 9)}
    return told | ({3: chance.randint(1, 3)} if chance.random() < 0.3 else {})


def _how_many(place: Place, chance: Random) -> int:
    if place.pace == SHOWCASE:
        return len(TEXTS)
    if place.pace == NEW:
        return chance.randint(0, 1)
    return chance.randint(1, 3) if place.pace == PATCHY else chance.randint(4, 6)


def _service(place: Place, text: ServiceText, number: int, chance: Random, today: date) -> ServicePlan:
    late = place.pace == PATCHY or number == 6
    if place.pace == SHOWCASE and text.address_is_public:
        text = replace(text, address=f"{text.address}, {POSTAL_CODE}")
    last = today - timedelta(days=chance.randint(190, 260) if late else chance.randint(10, 160))
    if place.pace == SHOWCASE and number == 4:
        last = today - timedelta(days=165)  # lapses within thirty days
    prepared = place.pace == SHOWCASE or (place.pace != PATCHY and number < 2)
    checks: tuple[tuple[date, bool], ...] = ()
    if prepared and number not in (5, 7):
        latest = today - timedelta(days=chance.randint(15, 150))
        # One call a half-year; whoever does not answer now did so then.
        checks = ((latest - timedelta(days=182), True), (latest, number != 3))
    return ServicePlan(
        text=text,
        languages=tuple(one for one in place.languages if one == "en" or chance.random() < 0.55),
        phone=made_up_phone(place, chance),
        confirmed=(last - timedelta(days=170), last),
        written=prepared,
        trained=prepared and number != 2,
        checks=checks,
    )
