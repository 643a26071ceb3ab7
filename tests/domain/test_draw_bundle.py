"""A bundle proves itself, and one changed byte is found and named."""

import io
import subprocess
import sys
import zipfile

import pytest

from review_app.domain import draw, verify_draw
from review_app.domain.draw import FrameRow, ReplacementCode
from review_app.domain.errors import Invalid

SECRETS = [("operator", "ab" * 32), ("platform", "cd" * 32)]


def a_draw(method: str = "srs", size: object = 4) -> draw.DrawFiles:
    rows = [FrameRow(f"case-{n:02}", "team-a" if n % 3 else "team-b") for n in range(1, 13)]
    plan = draw.make_plan(title="Q1", method=draw.Method(method), size=size, frame_rows=12)
    bound = [(name, verify_draw.commitment(name, secret)) for name, secret in SECRETS]
    return draw.reveal(draw.seal(rows, plan, commitments=bound), secrets=SECRETS)


def with_replacements(drawn: draw.DrawFiles, *, count: int = 2) -> list[draw.Replacement]:
    made: list[draw.Replacement] = []
    for pick in drawn.selected[:count]:
        code = ReplacementCode.OUT_OF_SCOPE
        made.append(draw.replace(drawn, pick.case_ref, code=code, earlier=made))
    return made


@pytest.fixture
def files() -> dict[str, bytes]:
    drawn = a_draw()
    return draw.bundle(drawn, with_replacements(drawn))


@pytest.mark.parametrize(
    ("method", "size"),
    [
        ("srs", 4),
        ("census", 12),
        ("systematic", 4),
        ("pps", 4),
        ("stratified", {"team-a": 2, "team-b": 2}),
        ("systematic", {"team-a": 2, "team-b": 2}),
    ],
)
def test_a_bundle_of_every_method_verifies(method, size):
    drawn = a_draw(method, size)
    assert draw.verify_bundle(draw.bundle(drawn, with_replacements(drawn))) == []


def test_a_replacement_is_the_next_unused_ticket():
    drawn = a_draw()
    made = with_replacements(drawn)
    assert [one.replaced_by for one in made] == [pick.case_ref for pick in drawn.reserve[:2]]


def test_a_replacement_stays_within_its_stratum():
    drawn = a_draw("stratified", {"team-a": 2, "team-b": 2})
    stratum_of = {pick.case_ref: pick.stratum for pick in drawn.picks}
    for one in with_replacements(drawn, count=4):
        assert not one.replaced_by or stratum_of[one.replaced_by] == stratum_of[one.case_ref]


def test_a_replacement_can_itself_be_replaced_but_no_case_twice():
    drawn = a_draw()
    first = draw.replace(drawn, drawn.selected[0].case_ref, code=ReplacementCode.DUPLICATE)
    again = draw.replace(
        drawn, first.replaced_by, code=ReplacementCode.OUT_OF_SCOPE, earlier=[first]
    )
    assert draw.verify_bundle(draw.bundle(drawn, [first, again])) == []
    for gone in (first.case_ref, first.replaced_by, "case-99", ""):
        with pytest.raises(Invalid):
            draw.replace(drawn, gone, code=ReplacementCode.DUPLICATE, earlier=[first, again])


def test_when_the_reserve_is_used_up_nothing_comes_in_its_place():
    drawn = a_draw("census", 12)
    gone = draw.replace(drawn, drawn.selected[0].case_ref, code=ReplacementCode.DUPLICATE)
    assert gone.replaced_by == ""
    assert draw.verify_bundle(draw.bundle(drawn, [gone])) == []


@pytest.mark.parametrize("name", [*verify_draw.FILES, "verify_draw.py"])
@pytest.mark.parametrize("place", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_one_changed_byte_anywhere_is_found_and_the_file_named(files, name, place):
    content = bytearray(files[name])
    content[int(place * (len(content) - 1))] ^= 1
    wrong = draw.verify_bundle({**files, name: bytes(content)})
    assert any(name in line for line in wrong), wrong


def test_a_changed_case_is_named_with_its_line(files):
    changed = files["frame.tsv"].replace(b"case-07", b"case-77")
    wrong = draw.verify_bundle({**files, "frame.tsv": changed})
    assert any(line.startswith("frame.tsv does not fit commit.txt, line 2") for line in wrong)
    assert any(line.startswith("draw.tsv, line") and "case-77" in line for line in wrong)


def test_a_replacement_out_of_turn_is_named(files):
    first, second, _ = files["replacements.tsv"].decode().split("\n")[1:]
    swapped = first.rpartition("\t")[0] + "\t" + second.rpartition("\t")[2]
    content = files["replacements.tsv"].replace(first.encode(), swapped.encode())
    wrong = draw.verify_bundle({**files, "replacements.tsv": content})
    assert wrong[0].startswith("replacements.tsv, line 2: expected")


def test_a_missing_file_is_named(files):
    del files["reveal.txt"]
    assert draw.verify_bundle(files) == ["reveal.txt: missing"]


def run_script(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_verifier_runs_alone_on_the_folder_it_lies_in(files, tmp_path):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    answer = run_script(tmp_path / "verify_draw.py")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert verify_draw.sha256(files["commit.txt"]) in answer.stdout
    (tmp_path / "draw.tsv").write_bytes(files["draw.tsv"].replace(b"reserve", b"Reserve", 1))
    answer = run_script(tmp_path / "verify_draw.py")
    assert answer.returncode == 1
    assert answer.stdout.startswith("draw.tsv, line 6: expected")


def test_the_verifier_runs_on_the_zip_and_a_damaged_zip_fails(files, tmp_path):
    (tmp_path / "verify_draw.py").write_bytes(files["verify_draw.py"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    (tmp_path / "bundle.zip").write_bytes(packed.getvalue())
    assert run_script(tmp_path / "verify_draw.py", tmp_path / "bundle.zip").returncode == 0
    damaged = bytearray(packed.getvalue())
    damaged[200] ^= 1
    (tmp_path / "damaged.zip").write_bytes(damaged)
    assert run_script(tmp_path / "verify_draw.py", tmp_path / "damaged.zip").returncode == 1


def test_nothing_to_check_is_told_apart_from_a_difference(tmp_path):
    script = verify_draw.__file__
    assert run_script(script, tmp_path / "nowhere.zip").returncode == 2
    assert run_script(script, tmp_path, tmp_path).returncode == 2
    assert run_script(script, tmp_path).returncode == 1
