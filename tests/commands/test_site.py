def test_it_writes_the_folder_and_says_its_size(rekognize, bundle, tmp_path):
    ended = rekognize("site", tmp_path / "public", "--bundle", bundle)
    assert ended.code == 0, ended.err
    assert " MB" in ended.out
    assert (tmp_path / "public/index.html").exists()
    assert (tmp_path / "public/api/v1/model/bundle.onnx").read_bytes() == bundle.read_bytes()


def test_it_leaves_a_folder_of_other_files_alone(rekognize, bundle, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    ended = rekognize("site", tmp_path, "--bundle", bundle)
    assert ended.code == 2
    assert "thesis.txt" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
