from pathlib import Path

import pytest

from rekognize.commands.inputs import find_inputs
from rekognize.errors import ImageTooLarge, MissingData


def test_a_name_that_the_system_does_not_take_is_told_when_it_is_read():
    (long,) = find_inputs(["x" * 5_000])
    with pytest.raises(MissingData, match="too long"):
        long.read()


def test_hidden_files_in_a_folder_are_passed_over(tmp_path):
    folder = tmp_path / ".here" / "scans"  # whoever names a hidden folder means it
    for name in ("a.png", "._a.png", ".cache/a.png", "notes.txt", "deeper/b.JPG"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    found = [one.path.relative_to(folder).as_posix() for one in find_inputs([str(folder)])]
    assert found == ["a.png", "deeper/b.JPG"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero here")
def test_a_device_has_no_size_and_no_end():
    (endless,) = find_inputs(["/dev/zero"])
    with pytest.raises(ImageTooLarge, match="50,000,001"):
        endless.read()


def test_strokes_after_a_byte_order_mark(tmp_path):
    (tmp_path / "a.json").write_text('{"strokes": [[[1, 2], [3, 4]]]}', "utf-8-sig")
    (one,) = find_inputs([str(tmp_path / "a.json")])
    assert one.read().strokes[0].tolist() == [[1, 2], [3, 4]]


def test_files_that_are_gone_or_huge_are_found_but_not_read(tmp_path):
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(50_000_000_000)
    gone, huge = find_inputs([str(tmp_path / "gone.png"), str(tmp_path / "huge.png")])
    with pytest.raises(MissingData, match="gone"):
        gone.read()
    with pytest.raises(ImageTooLarge, match="50,000,000,000"):
        huge.read()
