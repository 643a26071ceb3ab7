"""Nothing is open by accident."""

import pytest
from flask import Flask

from review_app.domain.access import GRANTS, Actor, Permission, Role, may_ever
from review_app.kernel import gate
from tests.architecture.who_gets_in import WHO_GETS_IN

OPEN_TO_ANYONE = {endpoint for endpoint, who in WHO_GETS_IN.items() if who is Role.EVERYBODY}


def routes(app):
    return {r.endpoint for r in app.url_map.iter_rules()} - gate.FRAMEWORK_ENDPOINTS


def roles_let_in(permission):
    """The roles a permission lets through the gate; one word when it is everybody or any member."""
    if may_ever(Actor(), permission):
        return Role.EVERYBODY
    if may_ever(Actor(id=1), permission):
        return Role.MEMBER
    return {
        r for r in Role if r is not Role.OPERATOR and may_ever(Actor(1, frozenset({r})), permission)
    }


def test_every_route_is_in_the_table_and_the_table_names_no_other(app):
    assert routes(app) == set(WHO_GETS_IN)


@pytest.mark.parametrize("endpoint", sorted(WHO_GETS_IN))
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(app, endpoint):
    expected = WHO_GETS_IN[endpoint]
    permission = gate.required_permission(app, endpoint)
    assert roles_let_in(permission) == expected


def test_a_stranger_is_turned_away_everywhere_else(app, client, subtests):
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ANYONE | gate.FRAMEWORK_ENDPOINTS:
            continue
        url = rule.build(dict.fromkeys(rule.arguments, 1))[1]
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            with subtests.test(f"{method} {url}"):
                answer = client.open(url, method=method)
                expected = 302 if method == "GET" else 401
                assert answer.status_code == expected
                assert method != "GET" or "/sign-in" in answer.location


def test_the_program_does_not_start_with_an_undeclared_route():
    app = Flask(__name__)
    app.add_url_rule("/open", "forgotten", lambda: "oops")
    with pytest.raises(RuntimeError, match="forgotten"):
        gate.check_every_route(app)


def test_every_permission_is_granted_to_somebody():
    assert set(GRANTS) == set(Permission)
