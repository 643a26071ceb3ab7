"""The refusals a rule or a service can give.

Each is caught once, in :mod:`review_app.kernel.errors`, and becomes a page, a message in a form or
a JSON body. A refusal carries a stable, untranslated ``code`` and the facts; never a sentence.
"""


class Refusal(Exception):  # noqa: N818 - a refusal is an expected answer, not a fault
    """Base of every expected "no"."""

    code = "refused"
    status = 400

    def __init__(self, **facts: object) -> None:
        super().__init__(f"{self.code} {facts}")
        self.facts = facts


class NotPermitted(Refusal):
    """The actor may know of the thing, but not do this with it."""

    code, status = "not-permitted", 403


class NotFound(Refusal):
    """No such thing, or none that this actor may know of."""

    code, status = "not-found", 404


class IllegalTransition(Refusal):
    """The thing is not in a state from which the step can be taken."""

    code, status = "illegal-transition", 409


class Conflict(Refusal):
    """Somebody else changed the thing meanwhile; ``facts`` hold what now stands."""

    code, status = "conflict", 409


class ImportUnderWay(Refusal):
    """An import is being written, or stopped halfway: the cases that stand are not all of them."""

    code, status = "import-under-way", 409


class Incomplete(Refusal):
    """Something required is missing; ``facts`` name it."""

    code, status = "incomplete", 422


class Invalid(Refusal):
    """Something given cannot be right; ``facts["field"]`` and ``facts["reason"]`` say what."""

    code, status = "invalid", 422


class NoEstimate(Refusal):
    """The figure asked for does not exist; ``facts["reason"]`` says why.

    A share of all cases from a purposive round, or from no reviewed case, is refused in words
    instead of being made up.
    """

    code, status = "no-estimate", 422
