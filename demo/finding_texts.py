"""What the demo's findings say; all of it is made up, and none of it is about one person."""

from dataclasses import dataclass

from stakeholders.models import AffectedGroup, Method


@dataclass(frozen=True)
class FindingText:
    vulnerability: str
    severity: int
    groups: tuple[AffectedGroup, ...]
    method: Method
    summary: str


TEXTS = (
    FindingText(
        "missing_from_school",
        4,
        (AffectedGroup.YOUTH, AffectedGroup.YOUTH_IN_CARE),
        Method.INTERVIEW,
        "Counselors in three schools told us that nobody calls at home before the tenth missed day.",
    ),
    FindingText(
        "untrained_hotels",
        4,
        (AffectedGroup.WOMEN, AffectedGroup.MIGRANTS),
        Method.OBSERVATION,
        "Of nine hotels that we visited, one had a notice for its staff and none had trained the night shift.",
    ),
    FindingText(
        "no_interpreters",
        3,
        (AffectedGroup.MIGRANTS,),
        Method.LISTENING_GROUP,
        "People who speak Armenian or Chinese said that they would not call anybody who answers in English only.",
    ),
    FindingText(
        "false_job_offers",
        4,
        (AffectedGroup.YOUTH, AffectedGroup.PEOPLE_IN_DEBT),
        Method.SURVEY,
        "One in four young people who answered had been offered a job abroad by somebody they had never met.",
    ),
    FindingText(
        "no_screening",
        5,
        (AffectedGroup.WORKERS, AffectedGroup.MIGRANTS),
        Method.INTERVIEW,
        "Officers and nurses know the law, and have no questions at hand that would show who needs help.",
    ),
    FindingText(
        "wage_theft",
        3,
        (AffectedGroup.WORKERS, AffectedGroup.MIGRANTS),
        Method.LISTENING_GROUP,
        "Day workers spoke of weeks without pay, and of employers who say that complaining would bring the police.",
    ),
    FindingText(
        "no_safe_shelter",
        5,
        (AffectedGroup.PEOPLE_WITHOUT_HOME, AffectedGroup.WOMEN),
        Method.PUBLIC_DATA,
        "The county counts more people without a bed than in any year before, and no shelter takes men with children.",
    ),
    FindingText(
        "online_recruitment",
        4,
        (AffectedGroup.CHILDREN, AffectedGroup.YOUTH),
        Method.SURVEY,
        "Most parents do not know with whom their children play and chat in the evening.",
    ),
    FindingText(
        "no_local_rules",
        3,
        (AffectedGroup.WORKERS, AffectedGroup.WOMEN),
        Method.PUBLIC_DATA,
        "The town licenses massage businesses without asking who works there or where they sleep.",
    ),
    FindingText(
        "youth_leaving_care",
        4,
        (AffectedGroup.YOUTH_IN_CARE,),
        Method.INTERVIEW,
        "Those who leave care at eighteen are given a bag and a list of numbers, and most numbers do not answer.",
    ),
    FindingText(
        "hidden_workplaces",
        4,
        (AffectedGroup.WORKERS, AffectedGroup.WOMEN),
        Method.MAPPING,
        "Cleaning and care work is done behind doors that no inspector opens.",
    ),
    FindingText(
        "cheap_goods",
        2,
        (AffectedGroup.WORKERS,),
        Method.OBSERVATION,
        "Of twenty shops that we asked, two could tell where their chocolate and coffee come from.",
    ),
)
# For coordinators alone, by the place of the showcase's finding.
LOCATIONS = {
    1: "The two motels where the frontage road meets the old highway (made up for the demo).",
    4: "The clinic's evening entrance; ask for the charge nurse (made up for the demo).",
    5: "The parking lot where day workers wait before six (made up for the demo).",
}
