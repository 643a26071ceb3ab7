"""Answers, verdicts and severities."""

from enum import StrEnum


class AnswerValue(StrEnum):
    """What a reviewer can answer to a criterion."""

    MET = "met"
    PARTLY_MET = "partly-met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"
    CANNOT_BE_ASSESSED = "cannot-be-assessed"


class Verdict(StrEnum):
    """The reviewer's judgement of the whole case; never computed."""

    IN_ACCORDANCE = "in-accordance"
    WOULD_BE_CHANGED = "would-be-changed"
    WOULD_BE_SENT_BACK = "would-be-sent-back"
    CANNOT_BE_ASSESSED = "cannot-be-assessed"


class Severity(StrEnum):
    """How much a finding matters."""

    MINOR = "minor"
    MATERIAL = "material"
    SERIOUS = "serious"
