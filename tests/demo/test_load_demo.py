"""Loading the demo: nowhere but in a demo. What it loads, also after a stop, is in tests/recompute/test_loaded_demo."""

import pytest
from django.core.management import CommandError

from communities.models import Office, User
from tests.kept import load_demo


@pytest.mark.django_db
def test_it_refuses_outside_the_demo(db: None):
    with pytest.raises(CommandError, match="password that everybody knows"):
        load_demo()
    assert Office.objects.count() == User.objects.count() == 0
