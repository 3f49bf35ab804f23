import os
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
from sqlalchemy import make_url

from rekognize.storage import open_database
from rekognize.storage.backup import _dump_postgresql
from rekognize.storage.database import REVISION
from rekognize.storage.tables import FeedbackRow
from tests.storage.rows import row


def test_from_nothing_to_tables(rekognize, database_url):
    ended = rekognize("db", "upgrade", "--database", database_url)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith(f"is at {REVISION}\n")
    assert rekognize("db", "check", "--database", database_url).out.endswith("and whole\n")


def test_a_backup_is_a_whole_database(rekognize, tmp_path):
    url, copy = f"sqlite:///{tmp_path / 'a.db'}", tmp_path / "copy.db"
    with closing(open_database(url)) as database:
        with database.writing() as session:
            session.add(row(1))
        assert rekognize("db", "backup", copy, "--database", url).code == 0
    assert os.name == "nt" or copy.stat().st_mode & 0o777 == 0o600
    with closing(open_database(f"sqlite:///{copy}")) as copied, copied.reading() as session:
        assert session.get(FeedbackRow, row(1).id).drawing == row(1).drawing
    assert [path.name for path in tmp_path.glob(".backup-*")] == []
    ended = rekognize("db", "backup", copy, "--database", url)
    assert (ended.code, ended.err.count("\n")) == (1, 1)


def test_a_backup_of_postgresql_is_its_own_dump(rekognize, database_url, tmp_path):
    copy = tmp_path / "copy"
    assert rekognize("db", "upgrade", "--database", database_url).code == 0
    assert rekognize("db", "backup", copy, "--database", database_url).code == 0
    start = b"PGDMP" if database_url.startswith("postgresql") else b"SQLite format 3"
    assert copy.read_bytes().startswith(start)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for pg_dump is a shell script")
def test_a_password_goes_to_pg_dump_by_the_environment_alone(tmp_path, monkeypatch):
    program = tmp_path / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$@" "$PGPASSWORD" > {tmp_path}/said\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    address = "postgresql+psycopg://bob:s3cret@db.example/kept"
    _dump_postgresql(SimpleNamespace(engine=SimpleNamespace(url=make_url(address))), tmp_path / "x")
    *_, where, password = (tmp_path / "said").read_text().split()
    assert where == "--dbname=postgresql://bob@db.example/kept"
    assert password == "s3cret"  # noqa: S105


def test_a_damaged_database_is_told(rekognize, tmp_path):
    path = tmp_path / "a.db"
    url = f"sqlite:///{path}"
    with closing(open_database(url)) as database, database.writing() as session:
        session.add_all(row(number) for number in range(300))
    data = bytearray(path.read_bytes())
    data[-20000:-8000] = b"\xff" * 12000
    path.write_bytes(data)
    ended = rekognize("db", "check", "--database", url)
    assert ended.code == 1
    assert url in ended.err or "cannot be used" in ended.err
    assert "Traceback" not in ended.err


def test_the_environment_names_the_database(rekognize, tmp_path, monkeypatch):
    monkeypatch.setenv("REKOGNIZE_DATABASE", f"sqlite:///{tmp_path / 'named.db'}")
    assert rekognize("db", "upgrade").code == 0
    assert (tmp_path / "named.db").is_file()


COMMANDS = [
    ("db", "check"),
    ("db", "backup", "copy.db"),
    ("feedback", "list"),
    ("feedback", "accept", "0" * 32),
    ("feedback", "export", "all.csv"),
    ("model", "list"),
    ("model", "rollback"),
    ("retrain",),
]


@pytest.mark.parametrize("command", [*COMMANDS, ("db", "upgrade"), ("model", "add")])
def test_a_database_of_another_program_gets_no_tables(rekognize, command, tmp_path):
    path = tmp_path / "books.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE books (title TEXT)")
    before = path.read_bytes()
    ended = rekognize(*command, "--database", f"sqlite:///{path}")
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert "of another program" in ended.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_not_there_is_neither_whole_nor_made(rekognize, command, tmp_path):
    path = tmp_path / "mistyped" / "a.db"
    ended = rekognize(*command, "--database", f"sqlite:///{path}")
    assert ended.code != 0
    assert f"no file at {path}" in ended.err
    assert list(tmp_path.iterdir()) == []
