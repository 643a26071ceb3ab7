"""What a kind of question is, and how its answer is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from review_app.entrypoints.answers.reading import Request, WrongRequest

Answer = dict[str, Any]
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question.

    ``fields`` gives each field's meaning by its name, ``gives`` that of the answer's; ``examples``
    are worked on the reference page each time it is printed.
    """

    about: str
    fields: Mapping[str, str]
    gives: Mapping[str, str]
    answer: Callable[[Request], Answer]
    examples: tuple[Mapping[str, Any], ...]


Kinds = Mapping[str, Kind]


def answer(kinds: Kinds, given: Any) -> Answer:
    """Answer one request.

    :raises WrongRequest: when it is not written as its kind demands.
    :raises Refusal: when the question has no honest answer, or its facts contradict one another.
    """
    request = Request(given)
    name = request.text("kind")
    if name not in kinds:
        raise WrongRequest(f"unknown kind {name!r}; known: {', '.join(kinds)}")
    kind = kinds[name]
    request.demand_known("kind", *kind.fields)
    shown: Answer = plain({"kind": name, **kind.answer(request)})
    return shown


def plain(value: Any) -> Any:
    """Turn numbers into those of JSON, with twelve digits: more would differ between machines."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Fraction | float):
        return int(value) if value == int(value) else float(f"{float(value):.{DIGITS}g}")
    return value
