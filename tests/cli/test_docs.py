"""The reference pages are printed from the code and never stale."""

from review_app.entrypoints.cli import cli


def test_the_printed_pages_are_up_to_date(app):
    done = app.test_cli_runner().invoke(cli, ["docs", "--check"])
    assert done.exit_code == 0, f"run make docs: {done.output}"


def test_every_command_explains_itself(app):
    for name, command in cli.commands.items():
        assert command.help, name
        assert app.test_cli_runner().invoke(cli, [name, "--help"]).exit_code == 0


def test_a_word_that_is_no_command_is_used_wrongly(app):
    assert app.test_cli_runner().invoke(cli, ["nonsense"]).exit_code == 2
