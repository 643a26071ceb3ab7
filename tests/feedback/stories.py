"""Walk a learning case to a state through the real services."""

from review_app.features.feedback import queries, service
from tests.cast import actor

TEXTS = {
    "done_well": "You called *before* the letter went out.",
    "way_forward": "A talk with the employer next week.",
    "question": "What made you wait?",
}


def author_value(people, person, case):
    choices = queries.authors(actor(people.kurt), case)
    return next(a.value for a in choices if a.person.id == person.id)


def assigned(people, case, author):
    value = author_value(people, author, case)
    chosen = service.choose_learning_case(
        actor(people.kurt), case_key=case.key, reason="Much to learn", author=value
    )
    return chosen.feedback


def sent(people, case, author):
    feedback = assigned(people, case, author)
    return service.write_feedback(
        actor(author), feedback.key, texts=TEXTS, revision=feedback.revision, send=True
    )


def passed_on(people, case, author):
    feedback = sent(people, case, author)
    return service.pass_on(actor(people.kurt), feedback.key, note="Thank you for this case.")
