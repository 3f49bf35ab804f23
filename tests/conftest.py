import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A shared machine may take any time for one example.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory):
    """No test writes to the database of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


def postgresql_programs():
    """The folder of initdb and the like: on the PATH, or where Debian keeps it."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


@pytest.fixture(scope="session")
def postgresql():
    """The address of a real PostgreSQL, started for these tests, without a database's name."""
    programs = postgresql_programs()
    if programs is None:
        assert "CI" not in os.environ, "CI must have PostgreSQL"
        pytest.skip("no PostgreSQL is installed (Debian: postgresql)")
    # PostgreSQL refuses to run as root; Debian's package brings a user of its own.
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="rekognize-pg-") as folder:
        Path(folder).chmod(0o777)
        data = f"{folder}/data"

        def run(program, *arguments):
            subprocess.run(
                [programs / program, *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                **user,
            )

        run("initdb", "-D", data, "-U", "rekognize", "--auth=trust", "--encoding=UTF8", "--no-sync")
        run(
            *("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "start"),
            # Tests kill its clients, never it or the machine: it need not wait for the disk.
            *("-o", f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"),
        )
        try:
            yield f"postgresql://rekognize@/{{name}}?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The address of a database without tables: each test runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kept' / 'rekognize.db'}"
    import psycopg

    address: str = request.getfixturevalue("postgresql").format(name="postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        # Emptying one costs milliseconds, making another for each test some tenths of a second.
        connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return address
