"""Setting indicators up and filling them in, for the tests of indicators."""

from review_app.domain.indicators import IndicatorDirection, IndicatorUnit
from review_app.features.insights import service_indicators as service
from tests.cast import actor

NAMES = ("Samtaler", "Talks held", "")


def naming(owner, direction=IndicatorDirection.HIGHER, names=NAMES):
    return service.Naming(*names, direction, owner.key)


def an_indicator(by, owner, unit=IndicatorUnit.COUNT, **basis):
    made = service.add_indicator(
        actor(by), naming=naming(owner), basis=service.Basis(unit, **basis)
    )
    return made.key


def enter_by(person, key, values, **more):
    return service.enter_values(actor(person), key, values=values, **more)
