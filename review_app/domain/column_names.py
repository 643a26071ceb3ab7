"""The fields a column can be, and the headings each is known by.

The headings were seen in Danish municipal exports, or are the names of the XES standard for event
logs (IEEE 1849-2016), or the product's own.
"""

from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    """What a column can be; the first group belongs to the case, the second to the event."""

    CASE_NUMBER = "case-number"
    CASE_TYPE = "case-type"
    CASEWORKER = "caseworker"
    TEAM = "team"
    DEPARTMENT = "department"
    CHANNEL = "channel"
    STATUS = "status"
    OUTCOME = "outcome"
    OPENED = "opened"
    CLOSED = "closed"
    DUE = "due"
    EXPECTED_CLOSE = "expected-close"
    EVENT_ID = "event-id"
    ACTIVITY = "activity"
    OCCURRED = "occurred"
    ANSWER = "answer"
    PERFORMED_BY = "performed-by"
    EVENT_TEAM = "event-team"
    EVENT_STATUS = "event-status"


EVENT_FIELDS = tuple(Field)[tuple(Field).index(Field.EVENT_ID) :]
CASE_FIELDS = tuple(field for field in Field if field not in EVENT_FIELDS)
DATE_FIELDS = (Field.OPENED, Field.CLOSED, Field.DUE, Field.EXPECTED_CLOSE, Field.OCCURRED)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|"))


# In order of preference: the first heading of a field that a table has is taken.
CASE_ALIASES: Mapping[Field, tuple[str, ...]] = {
    Field.CASE_NUMBER: _names(
        "case:concept:name | Sagsnummer | Sagsnr | Case number | SagID | Sags-ID | Case ID | "
        "SBSYS-ID | Sag rækkeID | Journalnummer | Nummer | Id | case"
    ),
    Field.CASE_TYPE: _names(
        "case:type | Sagstype | Case type | SagModel | Type | SBSYS kode | Byggesagskode | "
        "KLE-nummer | KLE-nr"
    ),
    Field.CASEWORKER: _names(
        "case:responsible | Sagsbehandler | Caseworker | PrimærAnsvarlig | Ansvarlig | "
        "Responsible | Medarbejder | Medarbejder initialer | Sagsbehandler initialer | "
        "Teamleder/Koordinator"
    ),
    Field.TEAM: _names("case:group | Team | Gruppe | Gruppering | Group | Afdeling | AfdelingNavn"),
    Field.DEPARTMENT: _names(
        "case:department | Afdeling | AfdelingNavn | Department | Forvaltning"
    ),
    Field.CHANNEL: _names("case:channel | Indgangskanal | Kanal | Channel"),
    Field.STATUS: _names("case:status | Sag status | Sagsstatus | Status | IndsatsStatus"),
    Field.OUTCOME: _names(
        "case:outcome | Beslutningstype | Afgørelsesparagraf | AfslutningsÅrsag | Afgørelse | "
        "Outcome | Decision"
    ),
    Field.OPENED: _names(
        "case:startdate | Åbnet | Oprettet | OprettetDato | Startdato | IndsatsStartDato | "
        "Henvisningsdato | Opened | Opened on | Start date | Created"
    ),
    Field.CLOSED: _names(
        "case:enddate | Afsluttet | Slutdato | IndsatsSlutDato | Stopdato | AfsluttetDato | "
        "Lukket | Closed | Closed on | End date"
    ),
    Field.DUE: _names("case:deadline | Frist | Deadline | Erindring | Fristdato | Due | Due on"),
    Field.EXPECTED_CLOSE: _names(
        "case:enddate_planned | Forventet slutdato | Expected close | Planned end date"
    ),
}
EVENT_ALIASES: Mapping[Field, tuple[str, ...]] = {
    Field.EVENT_ID: _names("concept:instance | Hændelses-id | HændelsesID | Event ID | Id"),
    Field.ACTIVITY: _names(
        "concept:name | Aktivitet | AktivitetNavn | Hændelse | FaseNavn | "
        "Journalnotat: Titel/Notat | Activity | Event | Type"
    ),
    Field.OCCURRED: _names(
        "time:timestamp | Tidspunkt | UdførtDato | Dato | Occurred | Occurred at | "
        "Timestamp | Date | Time"
    ),
    Field.ANSWER: _names("AktivitetSvar | Svar | Answer | Result"),
    Field.PERFORMED_BY: _names(
        "org:resource | Udført af | Performed by | Resource | Medarbejder | Sagsbehandler | "
        "Caseworker"
    ),
    Field.EVENT_TEAM: _names("org:group | Gruppe | Team | Group | Afdeling"),
    Field.EVENT_STATUS: _names("lifecycle:transition | Status | Event status"),
}
