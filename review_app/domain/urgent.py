"""What cannot wait: how long there is, and how it is told without speaking of a review."""

import re

HOURS = (4, 24, 72)  # the last is as long as a breach of personal data may stay unreported
REVIEW_WORDS = re.compile(
    r"\b(gennemgang\w*|kriteri\w*|tjekliste\w*|stikprøve\w*|målerunde\w*|bedømm\w*"
    r"|reviews?|reviewers?|criteri\w+|checklists?|scor(?:e|ed|ing)|sample|double[ -]scor\w+)\b",
    re.IGNORECASE,
)


def review_words(text: str) -> list[str]:
    """Return the words of *text* that speak of a review; what goes in the case speaks of the case.

    >>> review_words("The sick pay was stopped; found in my review.")
    ['review']
    """
    return list(dict.fromkeys(word.lower() for word in REVIEW_WORDS.findall(text)))
