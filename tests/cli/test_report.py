"""``review-app report``: a draft counted now, an issued one byte for byte, and what is refused."""

from review_app.entrypoints.cli import cli
from tests.reports import world
from tests.reports.world import an_issued_report


def test_the_monthly_report_is_written(app, people, tmp_path):
    world.in_november(people)
    out = tmp_path / "report.pdf"

    def run(*words):
        done = app.test_cli_runner().invoke(cli, ["report", *words])
        return done.exit_code, done.output

    october = ("--month", "2026-10", "--out", str(out))
    code, told = run(*october, "--lang", "en")
    assert (code, "draft" in told) == (0, True)
    assert out.read_bytes().startswith(b"%PDF")
    issued = an_issued_report(people)
    stored = {file.language: file.sha256 for file in issued.files}
    code, told = run(*october)
    assert (code, stored["da"] in told) == (0, True)
    assert run("--month", "2026-11", "--out", str(out))[0] == 1
    assert "not-over" in run("--month", "2026-11", "--out", str(out))[1]
    code, told = run("--month", "october", "--out", str(out))
    assert (code, "2026-10" in told) == (2, True)
    code, told = run("--month", "2026-10", "--out", str(tmp_path / "no" / "x.pdf"))
    assert (code, "cannot be written" in told) == (1, True)
    assert run("--month", "2026-10")[0] == 2
