"""Read one row of a table into a case or an event, collecting a fault per bad cell."""

from collections.abc import Collection, Mapping

from review_app.domain.column_names import CASE_FIELDS, Field
from review_app.domain.import_report import CaseRecord, EventRecord, Fault, Problems
from review_app.domain.import_values import DateOrder, Stamp, parse_stamp
from review_app.domain.personal_data import cpr_columns, has_personal_number
from review_app.domain.tables import Table

#: Longest texts kept, in characters; the columns of the tables are as wide.
LONGEST_NUMBER = 80
LONGEST_TEXT = 200
TEXTS_KEPT = 1 << 15


class RowReader:
    """Reads the rows of one table by one mapping; the same texts come back as the same objects."""

    def __init__(
        self,
        table: Table,
        columns: Mapping[Field, str],
        order: DateOrder,
        missing_words: Collection[str],
        faults: Problems,
    ) -> None:
        places = {name: index for index, name in enumerate(table.columns)}
        self._table = table
        self._at = {field: places[name] for field, name in columns.items() if name in places}
        self._order = order
        self._missing = {"", *(word.strip().casefold() for word in missing_words)}
        self._faults = faults
        self._texts: dict[str, str | None] = {}
        self._case_places = [self._at[field] for field in CASE_FIELDS if field in self._at]

    def number(self, index: int, row: tuple[str, ...], *, silent: bool = False) -> str | None:
        """Return the row's case number as it stands; ``None`` with a fault when there is none.

        A row that is blank throughout is passed over without a fault.
        """
        number = row[self._at[Field.CASE_NUMBER]].strip()
        if number and len(number) <= LONGEST_NUMBER:
            return number
        if not silent and any(cell.strip() for cell in row):
            code = Fault.TOO_LONG if number else Fault.MISSING
            self._fault(code, index, Field.CASE_NUMBER, number or None)
        return None

    def told(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the row says about its case, to see whether two rows agree."""
        return tuple(row[place].strip() for place in self._case_places)

    def case(self, index: int, row: tuple[str, ...], number: str) -> CaseRecord | None:
        """Return the row's case, or ``None`` when its opening date is missing or wrong."""
        before = self._faults.count
        opened = self._stamp(index, row, Field.OPENED, required=True)
        if opened is None:
            return None
        record = CaseRecord(
            number=number,
            index=index,
            case_type=self._text(index, row, Field.CASE_TYPE),
            caseworker=self._text(index, row, Field.CASEWORKER),
            team=self._text(index, row, Field.TEAM),
            department=self._text(index, row, Field.DEPARTMENT),
            channel=self._text(index, row, Field.CHANNEL),
            status=self._text(index, row, Field.STATUS),
            outcome=self._text(index, row, Field.OUTCOME),
            opened=opened,
            closed=self._stamp(index, row, Field.CLOSED),
            due=self._stamp(index, row, Field.DUE),
            expected_close=self._stamp(index, row, Field.EXPECTED_CLOSE),
        )
        return record if self._faults.count == before else None

    def event(self, index: int, row: tuple[str, ...], number: str) -> EventRecord | None:
        """Return the row's event, or ``None`` when its activity or moment is missing or wrong."""
        activity = self._text(index, row, Field.ACTIVITY)
        occurred = self._stamp(index, row, Field.OCCURRED, required=True)
        if activity is None:
            self._fault(Fault.MISSING, index, Field.ACTIVITY)
        if activity is None or occurred is None:
            return None
        own = self._text(index, row, Field.EVENT_ID)
        return EventRecord(
            case_number=number,
            index=index,
            identity=f"id:{own}" if own else f"at:{occurred.as_text()}:{activity}",
            activity=activity,
            occurred=occurred,
            answer=self._text(index, row, Field.ANSWER),
            performed_by=self._text(index, row, Field.PERFORMED_BY),
            team=self._text(index, row, Field.EVENT_TEAM),
            status=self._text(index, row, Field.EVENT_STATUS),
        )

    def _text(self, index: int, row: tuple[str, ...], field: Field) -> str | None:
        if field not in self._at:
            return None
        cell = row[self._at[field]]
        if cell not in self._texts:
            if len(self._texts) >= TEXTS_KEPT:
                self._texts.clear()  # a column of numbers or remarks would fill the memory
            text = " ".join(cell.split())
            self._texts[cell] = None if text.casefold() in self._missing else text
        kept = self._texts[cell]
        if kept is not None and len(kept) > LONGEST_TEXT:
            self._fault(Fault.TOO_LONG, index, field, kept)
            return None
        return kept

    def _stamp(
        self, index: int, row: tuple[str, ...], field: Field, *, required: bool = False
    ) -> Stamp | None:
        text = row[self._at[field]].strip() if field in self._at else ""
        if text.casefold() in self._missing:
            if required:
                self._fault(Fault.MISSING, index, field)
            return None
        try:
            return parse_stamp(text, self._order)
        except ValueError:
            self._fault(Fault.NOT_A_DATE, index, field, text)
            return None

    def _fault(self, code: Fault, index: int, field: Field, value: str | None = None) -> None:
        column = self._table.columns[self._at[field]] if field in self._at else None
        self._faults.add(code, self._table.position(index, column), value, field=field.value)


def check_personal_numbers(table: Table, faults: Problems) -> None:
    """Find personal numbers in every heading and every cell, also of columns that are not read."""
    for name in cpr_columns(table.columns):
        faults.add(Fault.CPR_IN_HEADING, table.position(column=name), name)
    for index, row in enumerate(table.rows):
        # One look at the whole row is enough for nearly all; the bar ends a number.
        if has_personal_number("|".join(row)):
            for column, cell in zip(table.columns, row, strict=True):
                if has_personal_number(cell):
                    faults.add(Fault.CPR_IN_CELL, table.position(index, column), cell)
