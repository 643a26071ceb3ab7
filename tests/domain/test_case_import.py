from datetime import date

from review_app.domain.case_import import Profile
from review_app.domain.column_names import Field
from review_app.domain.import_report import Fault, Notice
from review_app.domain.import_values import DateOrder
from review_app.domain.tables import shaped
from tests.domain.readings import read_all

CASES = "Sagsnummer;Sagsbehandler;Team;Åbnet;Frist;Afsluttet"
EVENTS = "Sagsnummer;Aktivitet;Tidspunkt;Gruppe"


def table(text, *, name="cases.csv"):
    return shaped([line.split(";") for line in text.split("\n")], name=name, file=name)


def read(*tables, profile=Profile(), known_cases=()):  # noqa: B008 - frozen
    return read_all(tables, profile, known_cases=known_cases)


def faults(reading):
    return [(fault.code, fault.position.row, fault.position.column) for fault in reading.faults]


def test_a_case_is_read_with_its_dates_and_what_is_missing():
    reading = read(table(f"{CASES}\n7;Ane;EMPTY;01-02-2024;01-03-2024;"))
    (case,) = reading.cases
    assert (case.number, case.caseworker, case.team, case.closed) == ("7", "Ane", None, None)
    assert (case.opened.on, case.due.on) == (date(2024, 2, 1), date(2024, 3, 1))


def test_missing_value_words_are_the_profiles_and_a_case_number_is_always_kept():
    text = f"{CASES}\nNA;na;NA;01-02-2024;;\nEMPTY;Bo;EMPTY;01-02-2024;;"
    reading = read(table(text), profile=Profile(missing_words=("NA",)))
    assert [(c.number, c.caseworker, c.team) for c in reading.cases] == [
        ("NA", None, None),
        ("EMPTY", "Bo", "EMPTY"),
    ]


def test_blank_rows_are_passed_over_and_keep_the_row_numbers():
    reading = read(table(f"{CASES}\n;;;;;\n8;Bo;A;31-02-2024;;"))
    assert faults(reading) == [(Fault.NOT_A_DATE, 3, "Åbnet")]
    assert reading.faults[0].value == "31-02-2024"


def test_a_bad_cell_is_told_once_and_not_again_for_its_events():
    cases = table(f"{CASES}\n8;Bo;A;i går;;")
    events = table(f"{EVENTS}\n8;Brev;02-02-2024 10:00;A", name="events.csv")
    assert faults(read(cases, events)) == [(Fault.NOT_A_DATE, 2, "Åbnet")]


def test_a_case_without_number_or_opening_is_a_fault():
    reading = read(table(f"{CASES}\n;Bo;A;01-02-2024;;\n9;Bo;A;;;"))
    assert faults(reading) == [(Fault.MISSING, 2, "Sagsnummer"), (Fault.MISSING, 3, "Åbnet")]


def test_the_same_case_twice_in_a_list_of_cases_is_a_fault():
    reading = read(table(f"{CASES}\n9;Bo;A;01-02-2024;;\n9;Bo;A;01-02-2024;;"))
    assert faults(reading) == [(Fault.DUPLICATE_CASE, 3, None)]


def test_a_flat_table_parts_into_cases_and_events_in_the_order_of_the_file():
    flat = table(
        "Sagsnummer;Åbnet;Team;Aktivitet;Tidspunkt;Status\n"
        "1;01-02-2024;A;Modtaget;01-02-2024 08:00;\n"
        "2;02-02-2024;B;Modtaget;02-02-2024 08:00;\n"
        "1;01-02-2024;A;Brev;01-02-2024 08:00;færdig"
    )
    reading = read(flat)
    assert [case.number for case in reading.cases] == ["1", "2"]
    assert [(e.case_number, e.activity, e.status) for e in reading.events] == [
        ("1", "Modtaget", None),
        ("2", "Modtaget", None),
        ("1", "Brev", "færdig"),
    ]


def test_a_flat_table_that_contradicts_itself_about_a_case_is_a_fault():
    flat = table(
        "Sagsnummer;Åbnet;Aktivitet;Tidspunkt\n"
        "1;01-02-2024;Modtaget;01-02-2024\n1;01-03-2024;Brev;02-02-2024"
    )
    assert faults(read(flat)) == [(Fault.DIFFERS_WITHIN_CASE, 3, None)]


def test_an_event_keeps_its_identity_by_its_own_number_when_it_is_moved():
    cases = table(f"{CASES}\n1;Bo;A;01-02-2024;;")
    head = "Sagsnummer;Hændelses-id;Aktivitet;Tidspunkt"
    before = read(cases, table(f"{head}\n1;e7;Brev;02-02-2024", name="e")).events[0]
    after = read(cases, table(f"{head}\n1;e7;Brev;05-02-2024", name="e")).events[0]
    assert before.identity == after.identity


def test_events_of_a_case_nobody_knows_are_a_fault_but_not_of_one_known_before():
    events = table(f"{EVENTS}\n1;Brev;02-02-2024;A")
    assert faults(read(events)) == [(Fault.UNKNOWN_CASE, 2, None)]
    assert len(read(events, known_cases={"1"}).events) == 1


def test_odd_dates_of_a_case_are_noticed_and_do_not_block():
    cases = table(f"{CASES}\n1;Bo;A;05-02-2024;;01-02-2024")
    events = table(f"{EVENTS}\n1;Brev;09-02-2024;A", name="events.csv")
    reading = read(cases, events)
    assert [(n.code, dict(n.facts)) for n in reading.notices] == [
        (Notice.ENDS_BEFORE_START, {"case": "1"}),
        (Notice.EVENTS_AFTER_END, {"count": 1}),
    ]
    assert not reading.faults


def test_a_personal_number_is_refused_in_any_cell_heading_and_file_name():
    in_cell = read(table("Sagsnummer;Åbnet;Bemærkning\n1;01-02-2024;ring 010170-1234"))
    assert faults(in_cell) == [(Fault.CPR_IN_CELL, 2, "Bemærkning")]
    assert "1234" not in str(in_cell.faults)
    assert not in_cell.cases
    heading = read(table("Sagsnummer;Åbnet;CPR-nr.\n1;01-02-2024;x"))
    assert faults(heading) == [(Fault.CPR_IN_HEADING, None, "CPR-nr.")]
    name = read(table(f"{CASES}\n1;Bo;A;01-02-2024;;", name="0101701234.csv"))
    assert faults(name) == [(Fault.CPR_IN_FILE_NAME, None, None)]


def test_a_column_of_names_is_left_out_and_cannot_be_mapped():
    names = table("Sagsnummer;Åbnet;Fornavn\n1;01-02-2024;Bo")
    assert [n.code for n in read(names).notices] == [Notice.DROPPED_COLUMN]
    profile = Profile(
        {Field.CASE_NUMBER: "Sagsnummer", Field.OPENED: "Åbnet", Field.TEAM: "Fornavn"}
    )
    assert faults(read(names, profile=profile)) == [(Fault.DROPPED_COLUMN, None, "Fornavn")]


def test_a_column_that_must_be_told_is_named():
    reading = read(table("Nr;Åbnet\n1;01-02-2024"))
    assert [(f.code, f.facts["field"]) for f in reading.faults] == [
        (Fault.NO_COLUMN, "case-number")
    ]


def test_a_profile_survives_being_kept_and_wins_over_the_guess():
    profile = Profile(
        {Field.CASE_NUMBER: "Nr", Field.OPENED: "Oprettet", Field.DUE: "Svarfrist"},
        date_order=DateOrder.MONTH_FIRST,
        missing_words=("-",),
    )
    assert Profile.from_json(profile.as_json()) == profile
    reading = read(table("Nr;Oprettet;Svarfrist\n1;02/01/2024;-"), profile=profile)
    assert reading.cases[0].opened.on == date(2024, 2, 1)
    assert reading.cases[0].due is None


def test_no_table_at_all_is_a_fault():
    reading = read_all([])
    assert [fault.code for fault in reading.faults] == [Fault.NO_TABLE]


def test_many_faults_are_counted_but_not_all_kept():
    rows = "\n".join(f"{number};Bo;A;;;" for number in range(500))
    reading = read(table(f"{CASES}\n{rows}"))
    assert reading.fault_count == 500
    assert len(reading.faults) == 200
