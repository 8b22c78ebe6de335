"""What a person chooses for all places at once."""

from communities.models import User
from tfc.acting import Actor
from tfc.tenancy import told_of_actor


def choose_language(*, language: str, by: User) -> None:
    """In which language the pages and letters of this person are from now on, on any device."""
    with told_of_actor(Actor(by.pk)):
        by.language = language
        by.save(update_fields=["language"])
