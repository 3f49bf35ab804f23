import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Table, event, func, select, text

from rekognize.errors import (
    DatabaseOutdated,
    InvalidRequest,
    MissingData,
    StorageFull,
    StorageUnavailable,
)
from rekognize.storage import default_url, is_there, open_database
from rekognize.storage.backup import back_up
from rekognize.storage.database import REVISION
from rekognize.storage.location import sqlite_path
from rekognize.storage.migrate import upgrade
from rekognize.storage.tables import Base, FeedbackRow
from tests.storage.rows import row


@pytest.fixture
def database(database_url):
    with closing(open_database(database_url)) as opened:
        yield opened


def count(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(FeedbackRow))


def test_migrations_make_the_tables_that_the_code_uses(database):
    assert database.revision == REVISION
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_what_was_written_is_read_back(database):
    with database.writing() as session:
        session.add(row(1))
    with database.reading() as session:
        read = session.get(FeedbackRow, row(1).id)
        assert read.created == row(1).created
        assert read.created.tzinfo is not None
        assert read.candidates == [["q", 0.9], ["9", 0.1]]
        assert read.drawing == row(1).drawing


def test_a_reader_sees_one_state(database):
    with database.reading() as reader:
        before = reader.scalar(select(func.count()).select_from(FeedbackRow))
        with database.writing() as session:
            session.add(row(1))
        assert reader.scalar(select(func.count()).select_from(FeedbackRow)) == before == 0
    assert count(database) == 1


def test_a_backup_that_cannot_be_written_is_told(database, tmp_path):
    with pytest.raises(StorageUnavailable, match="could not be written"):
        back_up(database, tmp_path / ("x" * 300))


def test_a_fault_half_way_writes_nothing(database):
    def fail():
        with database.writing() as session:
            session.add(row(1))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert count(database) == 0


def test_writers_wait_for_each_other(database):
    def write(number):
        with database.writing() as session:
            before = session.scalar(select(func.count()).select_from(FeedbackRow))
            session.add(row(number))
            return before

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert count(database) == 40


def test_many_processes_may_be_the_first(database_url):
    code = f"from rekognize.storage import open_database; open_database({database_url!r})"
    started = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)
    ]
    assert [process.communicate(timeout=60)[1] for process in started] == [b""] * 4
    with closing(open_database(database_url)) as database:
        assert count(database) == 0


def test_other_tables_are_refused_until_upgraded(database_url):
    with closing(open_database(database_url)) as database, database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseOutdated, match="received 9999"):
        open_database(database_url)
    with closing(open_database(database_url, outdated=True)) as database:
        assert database.revision == "9999"


def test_tables_of_a_version_to_come_are_not_upgraded(database):
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseOutdated, match="received 9999"):
        upgrade(database)


@pytest.mark.parametrize("revision", ["9999", "ae1027a6acf4"])
def test_a_revision_that_is_not_ours_is_told_as_such(database_url, revision):
    with closing(open_database(database_url)) as database, database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    told = f"received {revision}, of a newer rekognize or of another program"
    with pytest.raises(DatabaseOutdated, match=told):
        open_database(database_url)
    with (
        closing(open_database(database_url, outdated=True)) as database,
        pytest.raises(DatabaseOutdated, match=told),
    ):
        upgrade(database)


def make_foreign(path, *tables):
    with closing(sqlite3.connect(path)) as connection:
        for table in tables:
            connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
            connection.execute(f"INSERT INTO {table} VALUES ('ae1027a6acf4')")  # noqa: S608
        connection.commit()


@pytest.mark.parametrize("tables", [("books",), ("books", "alembic_version"), ("feedback",)])
@pytest.mark.parametrize("how", [{}, {"existing": True}, {"outdated": True}])
def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path, tables, how):
    path = tmp_path / "books.db"
    make_foreign(path, *tables)
    before = path.read_bytes()
    with pytest.raises(InvalidRequest, match="another program"):
        open_database(f"sqlite:///{path}", **how)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_tables_without_a_revision_are_another_programs(database_url):
    with closing(open_database(database_url)) as database, database.writing() as session:
        session.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(InvalidRequest, match="another program"):
        open_database(database_url)


def test_an_existing_database_without_tables_gets_none(database_url):
    path = sqlite_path(database_url)
    if path is not None:
        path.parent.mkdir()
        path.touch()
    with pytest.raises(MissingData, match="'rekognize db upgrade' makes them"):
        open_database(database_url, existing=True)
    assert path is None or path.read_bytes() == b""
    open_database(database_url).close()
    open_database(database_url, existing=True).close()


def test_upgrading_twice_changes_nothing(database):
    assert upgrade(database) == (REVISION, REVISION)


def test_sqlite_is_set_up_for_readers_beside_a_writer_and_for_sudden_ends(tmp_path):
    path = tmp_path / "new" / "a.db"
    with closing(open_database(f"sqlite:///{path}")) as database, database.reading() as session:
        told = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        }
        assert told == {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "synchronous": 2,
            "secure_delete": 1,
        }
    if os.name != "nt":
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_full_disk(tmp_path):
    with closing(open_database(f"sqlite:///{tmp_path / 'a.db'}")) as database:

        @event.listens_for(database.engine, "connect")
        def bound(connection, _):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 2}")

        database.engine.dispose()
        with pytest.raises(StorageFull, match="no room left"), database.writing() as session:
            session.add(row(1, drawing=b"x" * 100_000))
        assert count(database) == 0
        with database.writing() as session:
            session.add(row(2))
        assert count(database) == 1


def test_a_database_that_cannot_be_used(tmp_path):
    (tmp_path / "a.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StorageUnavailable, match="not a database"):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageUnavailable, match="cannot be made"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'a.db'}")
    with pytest.raises(StorageUnavailable, match="cannot be used") as told:
        open_database(f"postgresql://me:secret@/x?host={tmp_path}")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "rekognize.db",
        "mysql://me:secret@host/x",
        "sqlite:///:memory:",
        "sqlite:///a.db?mode=ro",
    ],
)
def test_urls_of_no_known_database(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidRequest, match="a database is") as told:
        is_there(url)
    assert "secret" not in str(told.value)


def test_nothing_is_opened_to_learn_that_nothing_is_there(tmp_path):
    assert not is_there(f"sqlite:///{tmp_path / 'a.db'}")
    assert is_there("postgresql://me@nowhere/x")
    assert str(tmp_path.root) in default_url()
    code = "import rekognize.storage, sys; assert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_deleted_leaves_no_trace_in_the_file(tmp_path):
    path = tmp_path / "a.db"
    with closing(open_database(f"sqlite:///{path}")) as database:
        with database.writing() as session:
            session.add(row(1, drawing=b"a secret drawing"))
        with database.writing() as session:
            session.delete(session.get(FeedbackRow, row(1).id))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in tmp_path.iterdir():
        assert b"a secret drawing" not in file.read_bytes()


def test_feedback_of_the_version_before_is_upgraded(database_url):
    with closing(open_database(database_url)) as database:
        Base.metadata.drop_all(database.engine)
        with database.writing() as session:
            session.execute(text("DROP TABLE alembic_version"))
        assert upgrade(database, "0001") == (None, "0001")
        before = Table("feedback", MetaData(), autoload_with=database.engine)
        values = {name: getattr(row(1), name) for name in before.c.keys()}  # noqa: SIM118
        with database.writing() as session:
            session.execute(before.insert().values(values | {"glyph": bytes([255]) * 784}))
        assert upgrade(database) == ("0001", REVISION)
        with database.reading() as session:
            read = session.get(FeedbackRow, row(1).id)
            assert (read.shape, read.drawing) == ("1ffffffffffff", row(1).drawing)
            assert read.glyph_version is None
