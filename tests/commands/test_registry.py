"""``rekognize model`` on the versions of a database."""

import json
from contextlib import closing
from dataclasses import replace

import pytest

from rekognize.bundle import load_bundle
from rekognize.evaluation import gate
from rekognize.registry import Registry
from rekognize.storage import open_database
from tests.registry.aging import age
from tests.storage.rows import row
from tests.template_model import write_template_bundle


@pytest.fixture
def model(rekognize, tmp_path):
    """Runs ``rekognize model`` on a database of its own, where no data are."""

    def run(*arguments):
        options = ["--database", f"sqlite:///{tmp_path / 'kept.db'}"]
        if arguments[0] in ("compare", "promote"):
            options += ["--data", tmp_path]
        return rekognize("model", *arguments, *options)

    return run


@pytest.fixture
def added(model, tmp_path):
    """Two versions of the template model."""
    for number in (1, 2):
        path = tmp_path / f"{number}.onnx"
        write_template_bundle(path, version=str(number), sharpness=20.0 + number)
        assert model("add", path, "--note", f"note {number}").out == f"templates@{number}\n"


@pytest.mark.usefixtures("added")
def test_versions_are_listed_shown_and_described(model):
    listed = model("list")
    assert [line.split("\t")[:2] for line in listed.out.splitlines()] == [
        ["templates@2", "candidate"],
        ["templates@1", "-"],
    ]
    assert "the model that came along serves" in listed.err
    assert model("note", "candidate", "the sharper one").code == 0
    (newest, _) = json.loads(model("list", "--json").out)
    assert (newest["model"], newest["note"]) == ("templates@2", "the sharper one")
    assert json.loads(model("show", "candidate", "--json").out)["version"] == "2"
    assert json.loads(model("show", "templates@1", "--json").out)["version"] == "1"
    assert model("show", "champion").code == 4
    assert model("show", "templates@9").code == 4


@pytest.mark.usefixtures("added")
def test_the_gate_refuses_what_it_cannot_judge_and_says_so(model):
    ended = model("promote")
    assert ended.code == 1
    assert "refused: feedback: no accepted feedback is held out" in ended.out
    assert "--no-base" in ended.out
    assert model("compare", "templates@1", "--no-base").code == 1
    assert [e.split("\t")[2] for e in model("history").out.splitlines()] == [
        "templates@1 added",
        "templates@2 added",
        "templates@2 refused",
        "templates@1 refused",
    ]


@pytest.mark.usefixtures("added")
def test_feedback_whose_glyph_cannot_be_made_again_is_told(model, tmp_path):
    with (
        closing(open_database(f"sqlite:///{tmp_path / 'kept.db'}")) as database,
        database.writing() as session,
    ):
        session.add(row(1, state="accepted", glyph_version=None, drawing=b"torn"))
    ended = model("compare", "--no-base")
    assert ended.code == 1
    assert ended.err.startswith("accepted records left out")
    assert ended.err.endswith(": 1\n")


@pytest.mark.usefixtures("added")
def test_what_is_added_while_the_gate_judges_is_not_promoted(model, monkeypatch, tmp_path):
    judge = gate.judge

    def slowly(*judged, **options):
        path = tmp_path / "3.onnx"
        write_template_bundle(path, version="3", sharpness=23.0)
        with closing(Registry(open_database(f"sqlite:///{tmp_path / 'kept.db'}"))) as registry:
            registry.add(load_bundle(path), "somebody", why="meanwhile")
        return replace(judge(*judged, **options), checks=())

    monkeypatch.setattr(gate, "judge", slowly)
    ended = model("promote")
    assert ended.out.endswith(f"templates@2 is champion instead of {load_bundle().card.identity}\n")
    assert [e.split("\t")[2] for e in model("history", "templates@3").out.splitlines()] == [
        "templates@3 added"
    ]


@pytest.mark.usefixtures("added")
def test_promoted_by_force_and_taken_back(model):
    assert model("promote", "--force").code == 2
    ended = model("promote", "--force", "--why", "a trial")
    assert ended.code == 0, ended.err
    shipped = load_bundle().card.identity
    assert ended.out == f"templates@2 is champion instead of {shipped}\n"
    assert model("remove", "champion").code == 1
    assert model("rollback", "--why", "no good").out == (
        f"{shipped} is champion instead of templates@2\n"
    )
    assert model("rollback").code == 1
    assert model("remove", "templates@2", "--why", "no good").code == 0
    last = [json.loads(line) for line in model("history", "templates@2", "--json").out.splitlines()]
    assert [event["what"] for event in last] == ["added", "promoted", "removed"]
    assert [event["why"] for event in last] == ["added by hand", "a trial", "no good"]
    assert all(event["who"] for event in last)


@pytest.mark.usefixtures("added")
def test_after_an_upgrade_that_refuses_the_champion_there_is_a_way_on(model, tmp_path):
    assert model("promote", "templates@1", "--force", "--why", "a trial").code == 0
    with closing(Registry(open_database(f"sqlite:///{tmp_path / 'kept.db'}"))) as registry:
        age(registry.database, registry.champion())
    shipped = load_bundle().card.identity
    ended = model("compare", "templates@2", "--no-base")
    assert ended.code == 1
    assert shipped in ended.out
    ended = model("promote", "templates@2", "--force", "--why", "of the new glyphs")
    assert ended.out == f"templates@2 is champion instead of {shipped}\n"
    assert model("remove", "templates@1").code == 0
    assert model("rollback").out == f"{shipped} is champion instead of templates@2\n"
