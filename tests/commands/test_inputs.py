import pytest

from rekognize.commands.inputs import find_inputs
from rekognize.errors import ImageTooLarge, MissingData


def test_a_name_that_the_system_does_not_take_is_told_when_it_is_read():
    (long,) = find_inputs(["x" * 5_000])
    with pytest.raises(MissingData, match="too long"):
        long.read()


def test_files_that_are_gone_or_huge_are_found_but_not_read(tmp_path):
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(50_000_000_000)
    gone, huge = find_inputs([str(tmp_path / "gone.png"), str(tmp_path / "huge.png")])
    with pytest.raises(MissingData, match="gone"):
        gone.read()
    with pytest.raises(ImageTooLarge, match="50,000,000,000"):
        huge.read()
