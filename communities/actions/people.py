"""What a person does with their own account, for all places at once."""

from django.utils import timezone

from communities.models import User
from tfc.current_actor import Actor
from tfc.tenancy import told_of_actor


def choose_language(*, language: str, by: User) -> None:
    """In which language the pages and letters of this person are from now on, on any device."""
    with told_of_actor(Actor(by.pk)):
        by.language = language
        by.save(update_fields=["language"])


def note_data_download(*, by: User) -> None:
    """Record when the person downloaded their own data, so that the account's history shows it."""
    with told_of_actor(Actor(by.pk)):
        by.data_downloaded_at = timezone.now()
        by.save(update_fields=["data_downloaded_at"])
