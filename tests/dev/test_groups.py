import os

import pytest


@pytest.mark.xdist_group("together")
def test_tests_that_belong_together_run_in_one_process(request: pytest.FixtureRequest):
    """They share servers, a demo or a heartbeat; pytest-xdist knows them by the end of their name alone."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@together")
