from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update

from rekognize.bundle import Bundle, EpochFigures, load_bundle
from rekognize.bundle.bundle import check_bundle
from rekognize.errors import Conflict, InvalidBundle, UnknownRecord
from rekognize.glyphs import GLYPH_VERSION
from rekognize.registry import CANDIDATE, CHAMPION, Registry, What
from rekognize.storage import open_database
from rekognize.storage.tables import ModelRow
from tests.registry.aging import age
from tests.template_model import write_template_bundle

ME = "a test"


@pytest.fixture(scope="session")
def bundles(tmp_path_factory):
    """Four versions, each with answers of its own."""
    folder = tmp_path_factory.mktemp("versions")
    return [
        write_template_bundle(folder / f"{n}.onnx", version=str(n), sharpness=10.0 + 10 * n)
        for n in range(4)
    ]


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        yield opened


@pytest.fixture
def registry(database):
    return Registry(database)


def added(registry, bundles):
    return [registry.add(bundle, ME, why="made for a test") for bundle in bundles]


def told(registry, name=None):
    return [(e.what, e.identity, e.replaced) for e in registry.events(name)]


def test_a_version_comes_back_byte_for_byte(registry, bundles):
    identity = registry.add(bundles[1], ME, why="trained", note="the first")
    kept = registry.bundle(identity)
    assert (kept.card, kept.model) == (bundles[1].card, bundles[1].model)
    (version,) = registry.versions()
    assert (version.card, version.note) == (bundles[1].card, "the first")
    assert version.aliases == (CANDIDATE,)
    (event,) = registry.events()
    assert (event.who, event.what, event.why) == (ME, What.ADDED, "trained")
    assert event.at == max(event.at, version.added)


def test_nobody_is_champion_until_somebody_is_promoted(registry, bundles):
    added(registry, bundles[1:2])
    assert registry.played_by(CHAMPION) is None
    with pytest.raises(UnknownRecord, match="received 'champion'"):
        registry.bundle(CHAMPION)
    before = registry.promote(CANDIDATE, bundles[0], ME, why="better")
    assert before == "templates@0"
    assert registry.played_by(CHAMPION) == "templates@1"
    assert registry.played_by(CANDIDATE) is None
    # What served before is kept too, so that there is a way back.
    assert registry.bundle("templates@0").model == bundles[0].model
    assert told(registry, "templates@1")[-1] == (What.PROMOTED, "templates@1", "templates@0")


def test_versions_never_change(registry, bundles):
    added(registry, bundles[:2])
    added(registry, bundles[:2])
    assert [e[0] for e in told(registry)] == [What.ADDED, What.ADDED]
    other = bundles[1].card.model_copy(update={"version": "0"})
    with pytest.raises(Conflict, match="templates@0"):
        registry.add(Bundle(other, bundles[1].model, Path("x")), ME, why="forged")
    assert registry.bundle("templates@0").model == bundles[0].model


def test_two_rollbacks_go_back_by_two(registry, bundles):
    added(registry, bundles[1:])
    for number in (1, 2, 3):
        registry.promote(f"templates@{number}", bundles[number - 1], ME, why="better")
    assert registry.rollback(ME, why="worse") == ("templates@3", "templates@2")
    assert registry.rollback(ME, why="worse") == ("templates@2", "templates@1")
    # From there another is promoted, and taken back again.
    registry.promote("templates@3", bundles[1], ME, why="after all")
    assert registry.rollback(ME, why="no") == ("templates@3", "templates@1")
    assert registry.rollback(ME, why="no") == ("templates@1", "templates@0")
    with pytest.raises(Conflict, match="without any"):
        registry.rollback(ME, why="further")
    assert registry.played_by(CHAMPION) == "templates@0"


def test_rollback_passes_over_what_was_removed(registry, bundles):
    added(registry, bundles[1:3])
    registry.promote("templates@1", bundles[0], ME, why="better")
    registry.promote("templates@2", bundles[1], ME, why="better")
    registry.remove("templates@1", ME, why="no longer needed")
    assert registry.rollback(ME, why="worse") == ("templates@2", "templates@0")


def test_rollback_never_goes_back_to_the_one_that_serves(registry, bundles):
    added(registry, bundles[1:3])
    registry.promote("templates@1", bundles[0], ME, why="x")
    registry.promote("templates@2", bundles[1], ME, why="x")
    registry.promote("templates@1", bundles[2], ME, why="x")
    registry.remove("templates@2", ME, why="large")
    assert registry.rollback(ME, why="x") == ("templates@1", "templates@0")


def test_the_champion_stays_and_what_happened_to_others_is_kept(registry, bundles):
    added(registry, bundles[1:3])
    registry.promote("templates@1", bundles[0], ME, why="better")
    with pytest.raises(Conflict, match="cannot be removed"):
        registry.remove(CHAMPION, ME, why="mistake")
    assert registry.remove(CANDIDATE, ME, why="bad") == "templates@2"
    assert "templates@2" not in {v.card.identity for v in registry.versions()}
    assert [e[0] for e in told(registry, "templates@2")] == [What.ADDED, What.REMOVED]
    with pytest.raises(UnknownRecord):
        registry.bundle("templates@2")
    with pytest.raises(UnknownRecord):
        registry.promote("templates@2", bundles[1], ME, why="again")


def test_only_the_champion_that_was_judged_against_is_replaced(registry, bundles):
    added(registry, bundles[1:])
    registry.promote("templates@1", bundles[0], ME, why="better")
    with pytest.raises(Conflict, match="meanwhile"):
        registry.promote("templates@2", bundles[0], ME, why="judged too early")
    with pytest.raises(Conflict, match="another version"):
        registry.promote("templates@1", bundles[1], ME, why="again")


def test_of_promotions_at_the_same_time_one_wins(registry, bundles):
    added(registry, bundles[1:])

    def promote(number):
        try:
            return registry.promote(f"templates@{number}", bundles[0], ME, why="race")
        except Conflict as lost:
            return lost

    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(promote, (1, 2, 3)))
    assert sum(result == "templates@0" for result in results) == 1
    promotions = [e for e in told(registry) if e[0] is What.PROMOTED]
    assert promotions == [(What.PROMOTED, registry.played_by(CHAMPION), "templates@0")]


def test_what_is_damaged_is_neither_read_nor_promoted(database, registry, bundles):
    added(registry, bundles[1:2])
    with database.writing() as session:
        session.execute(update(ModelRow).values(model=bundles[1].model[:-1] + b"!"))
    with pytest.raises(InvalidBundle, match="tampered"):
        registry.bundle("templates@1")
    with pytest.raises(InvalidBundle, match="tampered"):
        registry.promote("templates@1", bundles[0], ME, why="better")
    assert registry.played_by(CHAMPION) is None
    assert [e[0] for e in told(registry)] == [What.ADDED]


def test_a_card_of_another_release_is_told_by_name(database, registry, bundles):
    identity, *_ = added(registry, bundles[:2])
    with database.writing() as session:
        card = session.get_one(ModelRow, identity)
        card.card = card.card.replace(b'"format":1', b'"format":2').replace(
            b'"format": 1', b'"format": 2'
        )
    for refused in (registry.versions, lambda: registry.add(bundles[0], ME, why="again")):
        with pytest.raises(InvalidBundle, match=f"{identity}.* another release .*format"):
            refused()


@pytest.fixture
def aged(database, registry, bundles):
    """A registry whose champion and the one before it read glyphs of another version."""
    added(registry, bundles[1:])
    registry.promote("templates@1", bundles[0], ME, why="better")
    registry.promote("templates@2", bundles[1], ME, why="better")
    age(database, bundles[1])
    age(database, bundles[2])
    return registry


def test_where_the_champion_reads_other_glyphs_what_came_along_serves(aged):
    with pytest.raises(InvalidBundle, match="glyphs of version"):
        aged.bundle(CHAMPION)
    assert aged.champion() == load_bundle()


def test_a_champion_of_other_glyphs_is_replaced_and_removed(aged):
    shipped = load_bundle()
    with pytest.raises(InvalidBundle, match="glyphs of version"):
        aged.promote("templates@1", aged.champion(), ME, why="older still")
    assert aged.promote("templates@3", aged.champion(), ME, why="new") == shipped.card.identity
    assert aged.champion() == aged.bundle("templates@3")
    with pytest.raises(Conflict, match="meanwhile"):
        aged.promote("templates@0", shipped, ME, why="judged too early")
    assert aged.remove("templates@2", ME, why="old") == "templates@2"
    assert aged.rollback(ME, why="no") == ("templates@3", shipped.card.identity)
    assert aged.rollback(ME, why="no") == (shipped.card.identity, "templates@0")


def test_what_came_along_may_take_the_place_of_a_champion_of_other_glyphs(aged):
    shipped = aged.add(load_bundle(), ME, why="it serves")
    assert aged.promote(shipped, aged.champion(), ME, why="it serves") == "templates@2"
    assert told(aged)[-1] == (What.PROMOTED, shipped, "templates@2")
    with pytest.raises(Conflict, match="another version"):
        aged.promote(shipped, aged.champion(), ME, why="again")


def test_rollback_passes_over_glyphs_of_another_version(aged, database, bundles):
    assert aged.rollback(ME, why="old") == ("templates@2", "templates@0")
    age(database, bundles[0])
    with pytest.raises(Conflict, match="without any that can serve"):
        aged.rollback(ME, why="further")


def test_glyphs_of_another_version_are_refused(bundles):
    card = bundles[0].card.model_copy(update={"glyph_version": GLYPH_VERSION + 1})
    with pytest.raises(InvalidBundle, match=f"makes version {GLYPH_VERSION}"):
        check_bundle(bundles[0].model, card.model_dump_json().encode(), Path("stored"))


def test_a_version_of_before_cards_held_curves_is_the_same_as_with_them(registry, bundles):
    registry.add(bundles[1], ME, why="made before")
    epoch = EpochFigures(
        training_loss=0.5, validation_loss=None, validation_accuracy=0.9, learning_rate=1e-3
    )
    card = bundles[1].card.model_copy(update={"curves": (epoch,)})
    registry.add(Bundle(card, bundles[1].model, bundles[1].path), ME, why="the same again")
    assert len(registry.versions()) == 1
    card = card.model_copy(update={"measured_by": "somebody else"})
    with pytest.raises(Conflict):
        registry.add(Bundle(card, bundles[1].model, bundles[1].path), ME, why="another card")


def test_the_last_verdict_counts_and_only_against_that_champion(registry, bundles):
    added(registry, bundles[1:2])
    assert registry.last_verdict(CANDIDATE, "templates@0") is None
    for verdict in (What.REFUSED, What.PASSED):
        registry.judged(CANDIDATE, verdict, ME, why="so", report={"champion": "templates@0"})
    assert registry.last_verdict(CANDIDATE, "templates@0").what is What.PASSED
    assert registry.last_verdict(CANDIDATE, "templates@3") is None


def test_a_version_that_was_taken_back_still_has_its_verdict(registry, bundles):
    added(registry, bundles[1:2])
    report = {"champion": "templates@0"}
    registry.judged("templates@1", What.PASSED, ME, why="so", report=report)
    registry.promote("templates@1", bundles[0], ME, why="better", report=report)
    registry.rollback(ME, why="no")
    assert registry.last_verdict("templates@1", "templates@0").what is What.PASSED


def test_a_verdict_is_not_another_models_that_bears_the_name_of_a_removed_one(registry, bundles):
    added(registry, bundles[1:2])
    registry.judged(CANDIDATE, What.PASSED, ME, why="so", report={"champion": "templates@0"})
    registry.remove(CANDIDATE, ME, why="wrong")
    card = bundles[2].card.model_copy(update={"version": "1"})
    registry.add(Bundle(card, bundles[2].model, Path("x")), ME, why="another")
    assert registry.last_verdict("templates@1", "templates@0") is None


def test_notes_can_be_changed(registry, bundles):
    added(registry, bundles[:1])
    assert registry.write_note(CANDIDATE, "keep") == "templates@0"
    assert registry.versions()[0].note == "keep"
