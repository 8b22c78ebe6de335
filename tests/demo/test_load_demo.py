"""The demo can be loaded only in a demo; tests/recompute/test_loaded_demo checks what it loads."""

import pytest
from django.core.management import CommandError

from communities.models import ImportBatch, ImportState, Office, User
from demo.load import store_import
from stakeholders.models import Organization
from tests.base import World, within
from tests.row_sets import load_demo


@pytest.mark.django_db
def test_it_refuses_outside_the_demo(db: None):
    with pytest.raises(CommandError, match="password that everybody knows"):
        load_demo()
    assert Office.objects.count() == User.objects.count() == 0


@pytest.mark.django_db
def test_it_imports_a_list_once(world: World):
    for _time in range(2):
        store_import(world.hill, world["hill-leader"])
    with within(world.hill):
        [batch] = ImportBatch.objects.all()
        assert batch.state == ImportState.COMMITTED
        assert batch.counts["added"] == Organization.objects.count()
