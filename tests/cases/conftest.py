"""Small invented lists of cases."""

import io

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.case_import import Profile
from review_app.domain.tables import shaped
from review_app.features.cases import jobs

CASES = """Sagsnummer;Sagstype;Sagsbehandler;Team;Åbnet;Frist;Afsluttet
2026-1;Sygedagpenge;Hanne;North;05-01-2026;02-03-2026;20-02-2026
2026-2;Sygedagpenge;Henrik;South;06-01-2026;03-03-2026;
2026-3;Ressourceforløb;Ukendt;EMPTY;07-01-2026;04-03-2026;09-03-2026"""
EVENTS = """Sagsnummer;Hændelses-id;Aktivitet;Tidspunkt;Udført af;Gruppe
2026-1;e1;Anmodning modtaget;05-01-2026 23:30;Hanne;North
2026-1;e2;Første samtale;12-02-2026 10:00;Hanne;North
2026-3;e3;Anmodning modtaget;07-01-2026 08:15;Ukendt;EMPTY"""


@pytest.fixture
def bring_in(db):
    """``bring_in(cases, events)`` imports texts as the command line does; returns the report."""

    def import_texts(cases=CASES, events=EVENTS, *, actor=OPERATOR, source="test"):
        tables = [
            shaped([line.split(";") for line in text.split("\n")], name=name, file=name)
            for text, name in ((cases, "cases.csv"), (events, "events.csv"))
            if text
        ]
        profile = Profile()
        return jobs.import_tables(actor, tables, source_code=source, profile=profile)

    return import_texts


def sent(text, name):
    """A file as a browser sends it, saved by Danish Excel."""
    return (io.BytesIO(text.replace("\n", "\r\n").encode("cp1252")), name)
