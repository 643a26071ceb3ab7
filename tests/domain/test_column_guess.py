import pytest

from review_app.domain.column_guess import TableKind, guess_columns, missing_fields
from review_app.domain.column_names import Field
from review_app.domain.tables import Table


def guess(*columns, rows=()):
    return guess_columns(Table("t", "t.csv", columns, list(rows)))


def test_danish_headings_are_known_without_case_or_accents():
    found = guess("SAGSNUMMER", "abnet", "Aabnet 2", "afsluttet", "FRIST")
    assert found.columns == {
        Field.CASE_NUMBER: "SAGSNUMMER",
        Field.OPENED: "abnet",
        Field.CLOSED: "afsluttet",
        Field.DUE: "FRIST",
    }


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (("Sagsnummer", "Oprettet"), TableKind.CASES),
        (("Sagsnummer", "Aktivitet", "Tidspunkt"), TableKind.EVENTS),
        (("Sagsnummer", "Oprettet", "Aktivitet", "Tidspunkt"), TableKind.FLAT),
        (("Sagsnummer", "Type", "Dato"), TableKind.EVENTS),
        (("Sagsnummer", "Type", "Oprettet", "Frist"), TableKind.CASES),
    ],
)
def test_the_headings_tell_cases_from_events(columns, kind):
    assert guess(*columns).kind is kind


def test_status_group_and_type_are_the_cases_own_in_a_list_of_cases():
    columns = guess("Id", "Type", "Gruppe", "Status", "Oprettet").columns
    assert columns[Field.CASE_NUMBER] == "Id"
    assert columns[Field.CASE_TYPE] == "Type"
    assert columns[Field.TEAM] == "Gruppe"
    assert columns[Field.STATUS] == "Status"


def test_status_group_and_type_are_the_events_own_in_a_list_of_events():
    columns = guess("Sagsnummer", "Id", "Type", "Gruppe", "Status", "Dato").columns
    assert columns[Field.EVENT_ID] == "Id"
    assert columns[Field.ACTIVITY] == "Type"
    assert columns[Field.EVENT_TEAM] == "Gruppe"
    assert columns[Field.EVENT_STATUS] == "Status"
    assert Field.TEAM not in columns


def test_in_a_flat_table_the_place_of_the_column_decides():
    columns = guess(
        "Sagsnummer", "Status", "Oprettet", "Aktivitet", "Tidspunkt", "Status", "Gruppe"
    ).columns
    assert columns[Field.STATUS] == "Status"
    assert columns[Field.EVENT_TEAM] == "Gruppe"
    assert Field.TEAM not in columns


def test_a_department_alone_is_the_team_and_beside_a_team_it_is_the_department():
    assert guess("Sagsnummer", "Afdeling", "Åbnet").columns[Field.TEAM] == "Afdeling"
    both = guess("Sagsnummer", "Team", "Afdeling", "Åbnet").columns
    assert (both[Field.TEAM], both[Field.DEPARTMENT]) == ("Team", "Afdeling")


def test_numbers_under_a_deadline_heading_are_days_and_not_a_date():
    found = guess("Sagsnummer", "Åbnet", "Frist", rows=[("1", "01-02-2024", "14")])
    assert Field.DUE not in found.columns
    assert found.days == ("Frist",)


def test_a_duration_in_days_is_never_taken_for_a_date():
    found = guess("Sagsnummer", "Åbnet", "Sagsbehandlingstid (dage)")
    assert found.unused == ("Sagsbehandlingstid (dage)",)


def test_columns_of_personal_data_are_never_guessed():
    found = guess("CPR-nr.", "Fornavn", "Sagsnummer", "Åbnet")
    assert set(found.columns.values()) == {"Sagsnummer", "Åbnet"}
    assert found.dropped == ("Fornavn",)


def test_the_required_fields_that_were_not_found_are_named():
    found = guess("Sagsnummer", "Tidspunkt", "Hændelses-id")
    assert missing_fields(found.columns, TableKind.EVENTS) == [Field.ACTIVITY]
