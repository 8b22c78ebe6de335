from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.recompute.recomputed import Recomputed, recompute
from tests.row_sets import committed, load_demo_in_three_goes


@pytest.fixture(scope="package")
def loaded_demo(
    serving_login: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The demo, loaded once for all tests of this folder, none of which may need an empty database.

    The output of the second loading; the first was interrupted.
    """
    files = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), committed(load_demo_in_three_goes) as output:
        yield output


@pytest.fixture(scope="package")
def again(loaded_demo: str, django_db_blocker: DjangoDbBlocker) -> Recomputed:
    """The demo's figures from its stored rows, read by the tables' owner, who sees every community's."""
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        return recompute(cursor)
