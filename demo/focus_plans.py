"""What the demo's towns plan with a focus, to answer the finding because of which they chose it; all made up."""

from stakeholders.models import Sector

# What; who and by when stand in every plan.
PLANS = {
    (Sector.SCHOOLS, "missing_from_school"): (
        "Meet the principals, and agree who calls home on the first missed day. Two schools begin this year."
    ),
    (Sector.LOCAL_BUSINESS, "untrained_hotels"): (
        "Visit every hotel on the main road with the checklist, and return after three months."
    ),
    (Sector.LOCAL_BUSINESS, "wage_theft"): (
        "Ask the ten largest cleaning and building firms to sign that wages are paid weekly and in writing."
    ),
    (Sector.MEDIA, "false_job_offers"): (
        "Agree with both papers that they check job offers from abroad before they print them."
    ),
    (Sector.FAITH_NGOS, "missing_from_school"): (
        "Ask the youth clubs to tell the school when a child stops coming, and agree who visits the family."
    ),
    (Sector.FAITH_NGOS, "no_safe_shelter"): (
        "Write down who takes in whom, in which language, and try it with one call each."
    ),
    (Sector.FAITH_NGOS, "youth_leaving_care"): (
        "Find one congregation for each group home, so that whoever leaves care has somebody to call."
    ),
    (Sector.FIRST_RESPONDERS, "no_screening"): (
        "Bring the card with questions to every station, and train two shifts."
    ),
    (Sector.LAW_ENFORCEMENT, "no_screening"): (
        "A training with the questions for the night shift, and one person at the desk whom every team may call."
    ),
    (Sector.LAW_ENFORCEMENT, "online_recruitment"): (
        "One evening for parents in each school, held by an officer who works on cases online."
    ),
    (Sector.LOCAL_LEGISLATURES, "no_local_rules"): (
        "Bring the briefing to the committee, and ask for a rule on massage licenses before the summer."
    ),
    (Sector.LOCAL_LEGISLATURES, "no_safe_shelter"): (
        "Bring the county's numbers to the committee, and ask for ten beds in the next budget."
    ),
}
ANY = "Sit down with three of them about what we found, and agree with each on one thing to change before the summer."
WHO = "The coordinator and two leaders"
DAYS = 300


def plan_for(sector: str, vulnerability: str) -> str:
    return PLANS.get((Sector(sector), vulnerability), ANY)
