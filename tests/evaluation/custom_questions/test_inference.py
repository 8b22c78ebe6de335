"""What an office could derive about a few people from its own questions."""

from tests.base import World
from tests.evaluation.custom_questions.base import LIST, URL, ask


def test_a_new_question_is_taken_to_count_people_until_the_office_says_otherwise(signed_in):
    form = signed_in("usa-staff").get(f"{LIST}new/").context["form"]
    assert form["counts_people"].value() is True


def test_a_coordinator_reads_next_to_each_number_whether_it_is_shared(world: World, round_, signed_in):
    """From two questions, about 28 people and about the 26 outside a group, an office could subtract the answers."""
    ask(world, "number", counts_people=True, title="People")
    ask(world, "number", title="Things")
    ask(world, "percentage", counts_people=True, title="Share of people")
    ask(world, "percentage", title="Share of things")
    page = signed_in("hill-coordinator").get(URL).content.decode()
    assert page.count("Your office does not see a number of one to four people.") == 2
    assert page.count("Your office sees the exact number.") == 2
