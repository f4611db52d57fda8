"""`casework serve`: the office in a browser, on this machine, with its jobs in the same process."""

import argparse
import logging
from contextlib import nullcontext

from casework.cli.terminal import Commands
from casework.config import read_settings
from casework.db import Database
from casework.jobs.drain import draining
from casework.jobs.tasks import TASKS
from casework.records import schema


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    serve = commands.add_parser("serve", help="the office in a browser, on this machine")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--demo", action="store_true", help="say on the first page who may sign in")
    serve.set_defaults(run=_serve)


def _serve(given: argparse.Namespace) -> int:
    """Jobs run in a thread beside the pages; with Redis, in workers of their own."""
    from werkzeug.serving import make_server

    from casework.app import create_app  # other commands start without Flask
    from casework.cli.demo.cast import PASSWORD

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = read_settings()
    database = Database(settings.database_url)
    schema.upgrade(database)
    app = create_app(settings, database, demo_password=PASSWORD if given.demo else None)
    server = make_server(given.host, given.port, app, threaded=True)
    print(f"the office is open at http://{given.host}:{server.port} (Ctrl-C closes it)", flush=True)
    try:
        with draining(database, TASKS) if settings.embedded else nullcontext():
            server.serve_forever()
    except KeyboardInterrupt:
        print("closed")
    finally:
        server.server_close()
        database.close()
    return 0
