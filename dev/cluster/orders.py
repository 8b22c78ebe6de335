"""Reports that were ordered before a worker died: each must be built, exactly once."""

import uuid

from dev.cluster.browser import Browser, get_choices
from dev.cluster.cluster import Cluster
from tfc.console import StackError

REPORTS = 6
ORDERED = (
    "SELECT count(*) FROM reports_job j JOIN reports_report r ON r.id = j.report_id "
    "WHERE r.client_id = ANY(%s::uuid[])"
)
FILES = (
    "SELECT count(*) FROM reports_reportfile f JOIN reports_report r ON r.id = f.report_id "
    "WHERE r.client_id = ANY(%s::uuid[])"
)
FILES_EACH = 2


class Orders:
    """Reports ordered by a coordinator through the balancer; their state is read from the leading database."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.acknowledged: list[str] = []
        self.browser = Browser(cluster.front)
        self.browser.sign_in("coordinator@pasadena.example")

    def order(self) -> None:
        path = "/c/pasadena/reports/new/"
        rounds = get_choices("round", self.browser.get(path).text)
        if not rounds:
            raise StackError("The page on which a report is ordered offers no half-year.")
        for _each in range(REPORTS):
            name = str(uuid.uuid4())
            answer = self.browser.post(path, {"round": rounds[0], "language": "en", "client_id": name})
            if answer.status == 302:
                self.acknowledged.append(name)

    def are_begun(self) -> bool:
        """Return True if both workers have a job for each of their processes, or all but a few reports are done."""
        return self._count("AND j.state = 'running'") > FILES_EACH

    def are_done(self) -> bool:
        return self._done() == len(self.acknowledged) == REPORTS

    def faults(self) -> list[str]:
        """Return a message for each failed expectation."""
        faults = []
        if not self.are_done():
            faults.append(f"{self._done()} of {REPORTS} ordered reports are done.")
        files = self.cluster.leader.ask(FILES, self.acknowledged, database="tfc")
        if files != FILES_EACH * REPORTS:
            faults.append(f"The reports have {files} files, and {FILES_EACH * REPORTS} were expected.")
        return faults

    def _done(self) -> int:
        return self._count("AND j.state = 'done'")

    def _count(self, condition: str) -> int:
        return int(self.cluster.leader.ask(f"{ORDERED} {condition}", self.acknowledged, database="tfc"))
