import os

import pytest


@pytest.mark.xdist_group("together")
def test_tests_that_belong_together_run_in_one_process(request: pytest.FixtureRequest):
    """They share servers, a demo or a heartbeat; pytest-xdist knows groups only by the end of the name."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@together")
