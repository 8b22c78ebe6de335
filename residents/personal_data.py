"""Which texts of the residents' survey may name a person. What residents answered names nobody."""

from tfc.personal_data import PersonalTexts

PERSONAL_TEXTS = (PersonalTexts("residents.awarenesswave", ("place",)),)
# Answers of residents are anonymous: no search for a person looks at them.
RESIDENTS = (
    "hotline_unprompted",
    "route_unprompted",
    "hotline_prompted",
    "route_prompted",
    "definition",
    "risks",
)
OTHER_TEXTS = {
    "residents.awarenesswave": ("code",),
    "residents.awarenessanswer": ("language", *RESIDENTS),
    "residents.setasideanswer": ("language", *RESIDENTS),
    "residents.awarenesstotal": ("half_year", "sha256"),
    "residents.ownwords": ("question", "text", "judged"),
}
