"""Texts of the residents' survey that may name a person. Residents' answers contain no names."""

from tfc.personal_data import PersonalTexts

PERSONAL_TEXTS = (PersonalTexts("residents.awarenesswave", ("place",)),)
# Residents' answers are anonymous: searches for a person leave them out.
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
