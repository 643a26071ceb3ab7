"""A house in November 2026 with deadlines of ten months and a round settled in October."""

from datetime import date

from review_app.domain.rule_sets import RuleSetState
from review_app.domain.timeliness import Definition
from review_app.features.reports import presenters, service
from review_app.kernel import clock
from review_app.models import DeadlineMonth, DeadlineRule, RuleSet
from tests.cast import actor, enter
from tests.insights.rounds import a_round

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
SMALL = date(2026, 5, 1)  # the month of which next to nothing fell due
NOW = clock.local(date(2026, 11, 4), 9)


def in_november(people, handlers=None):
    """Enter it all; returns the round. Team North's rows stand beside those of the house."""
    clock.travel(clock.local(date(2026, 10, 20), 9))
    rules = RuleSet(
        code="own-deadline", number=1, name_da="Egne frister", name_en="Own deadlines",
        state=RuleSetState.PUBLISHED, published_at=clock.now(), confirmed_at=clock.now(),
        rules=[DeadlineRule(position=1, code="OWN", name_da="Egen frist", name_en="Own deadline")],
    )  # fmt: skip
    enter(rules)
    months = [date(2026, n, 1) for n in range(1, 11)]
    enter(
        *(
            a_month(rules.rules[0], month, definition, team)
            for month in months
            for definition in Definition
            for team in (None, people.north)
        )
    )
    caseworkers = [people.hanne, people.henrik, people.karin]
    found = a_round(people.kurt, handlers or caseworkers * 2)
    draw = found.draw
    draw.drawn_at, draw.seed = clock.local(date(2026, 9, 30), 9), "5" * 64
    enter(draw)
    clock.travel(NOW)
    return found


def a_month(rule, month, definition, team):
    is_small = month == SMALL
    whole = 4 if is_small else 50
    return DeadlineMonth(
        rule_id=rule.id,
        team_id=team.id if team else None,
        month_on=month,
        definition=definition,
        numerator=3 if is_small else 20 + month.month * 2,
        denominator=whole,
        exempt=0,
        lawful=0,
        caseworkers=3,
    )


def an_issued_report(people, month_on=OCTOBER, comment="A quiet month"):
    """Make, comment on and issue a report by the services."""
    mona = actor(people.mona)
    made = service.make_draft(mona, month_on)
    service.write_comment(mona, made.key, text=comment, revision=made.revision)
    return service.issue(mona, made.key, printed=presenters.printed(made))
