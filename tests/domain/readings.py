"""Everything that an import reads, gathered."""

from types import SimpleNamespace

from review_app.domain.case_import import Profile, Reading, lay_out


def read_all(tables, profile=Profile(), *, known_cases=()):  # noqa: B008 - frozen
    """Return the cases, the events and the problems of *tables*."""
    reading = Reading(lay_out(tables, profile), profile, known_cases=known_cases)
    cases, events = [*reading.cases()], [*reading.events()]
    faults, notices = reading.faults, reading.notices
    return SimpleNamespace(
        cases=cases,
        events=events,
        faults=faults.kept,
        fault_count=faults.count,
        notices=notices.kept,
    )
