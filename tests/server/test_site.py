import json
import os

import pytest

from rekognize.bundle import load_bundle
from rekognize.errors import InvalidRequest, RekognizeError
from rekognize.server.release import Release
from rekognize.server.routes.page import NEED_SERVER, PAGES, WEB
from rekognize.server.site import LIST, write_site


@pytest.fixture(scope="module")
def bundle():
    return load_bundle()


def names_in(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_site_is_every_page_that_needs_no_server_and_what_it_loads(tmp_path, bundle):
    size = write_site(tmp_path / "site", bundle)

    names = names_in(tmp_path / "site")
    pages = {name for name in names if name.endswith(".html")}
    assert pages == {f"{path[1:] or 'index'}.html" for path in PAGES if path not in NEED_SERVER}
    assert set(json.loads((tmp_path / "site" / LIST).read_text())["files"]) == names
    assert size == sum((tmp_path / "site" / name).stat().st_size for name in names)
    assert 1_500_000 < size < 2_200_000
    assert (tmp_path / "site/api/v1/model/bundle.onnx").read_bytes() == bundle.model
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_the_service_worker_keeps_is_there(tmp_path, bundle):
    write_site(tmp_path, bundle)
    folder = tmp_path / Release(WEB).folder
    offline = json.loads((folder / "offline.json").read_text())
    assert all((folder / name).is_file() for name in offline["files"])
    assert all(
        (tmp_path / (page if page != "./" else "index.html")).is_file() for page in offline["pages"]
    )


def test_an_earlier_site_is_replaced_whole(tmp_path, bundle):
    write_site(tmp_path / "site", bundle)
    listed = tmp_path / "site" / LIST
    old = json.loads(listed.read_text())
    (tmp_path / "site/static/gone.js").write_text("of a release before")
    listed.write_text(json.dumps({**old, "files": [*old["files"], "static/gone.js"]}))

    write_site(tmp_path / "site", bundle)

    assert names_in(tmp_path / "site") == set(old["files"])


@pytest.mark.parametrize("earlier", [True, False])
def test_what_somebody_else_put_there_stays(tmp_path, bundle, earlier):
    if earlier:
        write_site(tmp_path, bundle)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref")
    before = names_in(tmp_path)
    with pytest.raises(InvalidRequest, match=r"\.git/HEAD"):
        write_site(tmp_path, bundle)
    assert names_in(tmp_path) == before


def test_a_file_is_no_folder(tmp_path, bundle):
    (tmp_path / "site").write_text("")
    with pytest.raises(InvalidRequest, match="received the file"):
        write_site(tmp_path / "site", bundle)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path, bundle):
    tmp_path.chmod(0o500)
    with pytest.raises(RekognizeError, match="cannot write"):
        write_site(tmp_path / "site", bundle)
    tmp_path.chmod(0o700)
