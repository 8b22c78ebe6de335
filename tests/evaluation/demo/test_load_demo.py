"""Loading the demo: nowhere but in a demo, and again where it was stopped."""

import pytest
from django.core.management import CommandError
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from communities.models import Office, User
from evaluation.demo.load import is_loaded
from evaluation.demo.load import load as store
from evaluation.demo.plan import make_plan
from tests.kept import committed, load_demo


@pytest.mark.django_db
def test_it_refuses_outside_the_demo(db: None):
    with pytest.raises(CommandError, match="password that everybody knows"):
        load_demo()
    assert Office.objects.count() == User.objects.count() == 0


class StoppedError(Exception):
    pass


def test_it_goes_on_where_it_was_stopped(serving_login: None, django_db_blocker: DjangoDbBlocker):
    """For good, since what the demo's reports are made of is read by another login."""

    def stop_in_denver(line: str) -> None:
        if "Denver" in line:
            raise StoppedError

    def stopped() -> None:
        with pytest.raises(StoppedError):
            store(make_plan(timezone.now()), stop_in_denver)

    with django_db_blocker.unblock(), committed(stopped):
        assert not is_loaded()
        assert "27 of 27" in load_demo("--force")
        assert is_loaded()
