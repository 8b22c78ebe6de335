"""The library of the demo: materials in three languages, and three stories, one of them tried by five others."""

import datetime as dt
from typing import NamedTuple

HOME = "usa"


class MaterialPlan(NamedTuple):
    """``owner``: the slug of a community, or of the office. ``lines``: the sheet that is its file, none for a link;
    ``is_picture``: they are the words in a picture instead."""

    owner: str
    title: str
    summary: str
    kind: str
    language: str
    audience: str
    sectors: tuple[str, ...] = ()
    age_group: str = "all"
    licence: str = "cc_by"
    lines: tuple[str, ...] = ()
    link: str = ""
    adapted_from: str = ""
    is_picture: bool = False


class UsePlan(NamedTuple):
    owner: str
    title: str
    on: dt.date
    unit: str
    quantity: int
    at_least: bool
    outcome: str


class AdoptionPlan(NamedTuple):
    owner: str
    since: dt.date
    status: str
    result: str
    figure: int | None
    n: int | None


class StoryPlan(NamedTuple):
    owner: str
    title: str
    kind: str
    language: str
    audience: str
    context: str
    action: str
    result: str
    measure: str
    figure: int | None
    n: int | None
    change: str
    sectors: tuple[str, ...]
    needs: tuple[str, ...]
    adoptions: tuple[AdoptionPlan, ...] = ()


MURAL = "One lit window: the mural of the night clerks"
POSTER = "Call before you are sure: a poster"
MATERIALS = (
    MaterialPlan(
        "usa", "Signs in a hotel: a lesson of forty minutes",
        "For the night shift and the cleaners: six signs, three scenes to talk about, and whom to call.",
        "curriculum", "en", "everyone", ("local_business",), "adults",
        lines=("Six signs", "Three scenes to talk about", "Whom to call, and what to say"),
    ),
    MaterialPlan(
        "pasadena", POSTER, "One sentence and a number, in letters that can be read from across a street.",
        "promotion", "en", "everyone", ("consumers", "media"), lines=("Call before you are sure.", "1-888-373-7888"),
    ),
    MaterialPlan(
        "boyle-heights", "Líneas de ayuda: un cartel para la lavandería",
        "Los números de ayuda del barrio, en español, para colgar donde la gente espera.",
        "promotion", "es", "everyone", ("consumers",), "adults", "cc_by_sa",
        ("Líneas de ayuda", "Llame antes de estar seguro: 1-888-373-7888"), adapted_from=POSTER,
    ),
    MaterialPlan(
        "san-francisco", "反人口贩运热线：社区海报",
        "给餐馆和诊所的海报：一句话，一个电话号码，中文接听。",
        "promotion", "zh", "everyone", ("consumers", "faith_ngos"), "adults", "cc_by_sa",
        ("反人口贩运热线", "1-888-373-7888"), adapted_from=POSTER,
    ),
    MaterialPlan(
        "denver", "A letter to the council about massage licenses",
        "Two pages that a council can vote on, with the arguments that were raised against it and our answers.",
        "advocacy", "en", "everyone", ("local_legislatures",), lines=("Dear members of the council,", "we ask you to"),
    ),
    MaterialPlan(
        "san-diego", "Who sits at our table? An exercise for a new team",
        "An hour with eight chairs, one for each sector. The empty ones are your plan for the next months.",
        "team_building", "en", "office", lines=("Eight chairs", "Who is missing?", "Who knows somebody there?"),
    ),
    MaterialPlan(
        "san-diego", MURAL,
        "Six houses at night, each with one lit window, painted on the wall behind the bus station.",
        "promotion", "en", "everyone", ("local_business", "consumers"), licence="cc_by",
        lines=("Somebody is awake.",), is_picture=True,
    ),
    MaterialPlan(
        "columbus", "Human trafficking awareness week: the plan and the checklists",
        "Seven days, what each of them needs, who was asked when, and what we would leave out next time.",
        "campaign", "en", "everyone", ("schools", "faith_ngos"), "youth", "cc_by_nc",
        link="https://example.org/awareness-week",
    ),
    MaterialPlan(
        "pasadena", "Talking points for our next visit to the schools", "A draft of ours, not yet tried.",
        "curriculum", "en", "own", ("schools",), "youth", "network", ("Draft",),
    ),
)  # fmt: skip
USES = (
    UsePlan(
        "denver", POSTER, dt.date(2026, 9, 4), "placements", 42, False, "Nine shops asked for a second one."
    ),
    UsePlan(
        "oakland",
        POSTER,
        dt.date(2026, 9, 18),
        "placements",
        30,
        True,
        "The bus company put them up for free.",
    ),
    UsePlan("columbus", POSTER, dt.date(2026, 10, 2), "items", 1500, False, "Handed out at the county fair."),
)
STORIES = (
    StoryPlan(
        "san-diego", "Night clerks who ask one more question", "practice", "en", "everyone",
        "Forty hotels along two freeways, and clerks who had never heard of trafficking.",
        "We trained one clerk of each hotel, on the night shift itself, and came back after a month.",
        "Two of three could name three signs a month later. Before, one in ten could.",
        "share", 67, 60, "Ask the owner first: where he was in the room, everybody came.",
        ("local_business",), ("physical",),
        (
            AdoptionPlan("denver", dt.date(2026, 2, 2), "kept", "The chain made it a part of its first week.", 71, 48),
            AdoptionPlan("columbus", dt.date(2026, 3, 9), "kept", "Works where the manager comes too.", 58, 36),
            AdoptionPlan("miami", dt.date(2026, 4, 13), "trying", "Half of the hotels done.", 64, 25),
            AdoptionPlan("orlando", dt.date(2026, 5, 4), "trying", "In Haitian Creole as well.", 52, 31),
            AdoptionPlan("oakland", dt.date(2026, 5, 18), "stopped", "Clerks change every few weeks.", 22, 27),
            AdoptionPlan("pasadena", dt.date(2026, 9, 7), "trying", "Begun; nobody counted yet.", None, None),
        ),
    ),
    StoryPlan(
        "boyle-heights", "La misa de las siete: hablar donde la gente ya está", "practice", "es", "everyone",
        "A nuestras reuniones venían siempre las mismas doce personas.",
        "Pedimos tres minutos después de la misa de las siete, cada domingo de un mes, con tarjetas de bolsillo.",
        "Tomaron tarjetas y algunas volvieron con preguntas.", "items", 430, None,
        "Llevar tarjetas también en inglés para los jóvenes.", ("faith_ngos",), ("spiritual", "social"),
        (AdoptionPlan("san-diego", dt.date(2026, 6, 7), "trying", "In two parishes.", 180, None),),
    ),
    StoryPlan(
        "sacramento", "Our petition went nowhere", "challenge", "en", "office",
        "We wanted a city rule about who may run a massage business.",
        "We gathered signatures for four months and handed them over.", "Nobody answered.", "", None, None,
        "Speak with two council members before the first signature.", ("local_legislatures",), (),
    ),
)  # fmt: skip
COMMENTS = (
    ("denver", "Did you bring food? Ours stayed longer with food."),
    ("san-diego", "Yes, and coffee: it is the night shift."),
)
