"""Settings from CASEWORK_* variables; the program refuses to start with every fault listed."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PREFIX = "CASEWORK_"
_SHORTEST_SECRET = 32
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


class WrongSettings(Exception):
    """One or more settings are wrong; `faults` names each with what to do."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(("the settings are wrong:", *(f"  {f}" for f in faults))))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation may choose; everything else is the same everywhere."""

    home: Path
    """Where the embedded database, uploads and exports lie."""
    database_url: str
    """SQLite file by default; postgresql://… in use."""
    redis_url: str | None
    """Redis or Valkey for the relay and the workers; none means jobs run in the web process."""
    secret_key: str
    """Signs sessions; made and kept in `home` where no variable gives one."""
    policy_folders: tuple[Path, ...]
    """Further folders of policy files, read after those of the rule book."""
    uploads: Path
    """Where uploaded materials are kept."""
    secure_cookies: bool
    """Send cookies over https only; set it wherever the office is not on this machine alone."""
    idle_minutes: int
    """A signed-in person who does nothing for so long must sign in again."""
    lockout_attempts: int
    """Wrong passwords in a row before an account waits."""
    lockout_minutes: int
    """How long it then waits."""
    upload_megabytes: int
    """The largest single file that may be uploaded."""
    public_url: str
    """Where everybody reaches the office, https://…; papers carry it to be checked."""
    second_factor_waived: bool
    """Let officials in without a second factor: for a trial on one machine, never in use."""

    @property
    def embedded(self) -> bool:
        """Whether jobs are drained by a thread of the web process."""
        return self.redis_url is None


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process, or WrongSettings with every fault."""
    given = _Given(os.environ if environ is None else environ)
    home = Path(given.text("HOME", "var")).absolute()
    database_url = given.text("DATABASE_URL", f"sqlite:///{home}/casework.db")
    if not database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        given.fault("DATABASE_URL", "must begin with sqlite:/// or postgresql://")
    redis_url = given.text("REDIS_URL", "") or None
    if redis_url and not redis_url.startswith(("redis://", "rediss://", "unix://")):
        given.fault("REDIS_URL", "must begin with redis://, rediss:// or unix://")
    settings = Settings(
        home=home,
        database_url=database_url,
        redis_url=redis_url,
        secret_key=given.secret("SECRET_KEY", home, required=database_url.startswith("postgres")),
        policy_folders=given.folders("POLICY_FOLDERS"),
        uploads=Path(given.text("UPLOADS", str(home / "uploads"))).absolute(),
        secure_cookies=given.yes_or_no("SECURE_COOKIES"),
        idle_minutes=given.whole("IDLE_MINUTES", 15, most=24 * 60),
        lockout_attempts=given.whole("LOCKOUT_ATTEMPTS", 5, most=100),
        lockout_minutes=given.whole("LOCKOUT_MINUTES", 30, most=24 * 60),
        upload_megabytes=given.whole("UPLOAD_MEGABYTES", 20, most=1024),
        public_url=given.address("PUBLIC_URL"),
        second_factor_waived=given.yes_or_no("SECOND_FACTOR_WAIVED"),
    )
    given.refuse_if_wrong()
    return settings


def policy_folders(environ: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """The further folders of policy files alone, or WrongSettings where one does not exist."""
    given = _Given(os.environ if environ is None else environ)
    found = given.folders("POLICY_FOLDERS")
    given.refuse_faults()
    return found


def public_url(environ: Mapping[str, str] | None = None) -> str:
    """The public address alone, empty where none is set, or WrongSettings where it is none."""
    given = _Given(os.environ if environ is None else environ)
    found = given.address("PUBLIC_URL")
    given.refuse_faults()
    return found


class _Given:
    """Reads variables one by one and gathers what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._left = {k.removeprefix(PREFIX): v for k, v in environ.items() if k.startswith(PREFIX)}
        self._faults: list[str] = []

    def fault(self, name: str, what: str) -> None:
        self._faults.append(f"{PREFIX}{name} {what}")

    def text(self, name: str, default: str) -> str:
        return self._left.pop(name, "").strip() or default

    def whole(self, name: str, default: int, *, most: int) -> int:
        text = self.text(name, str(default))
        if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
            return int(text)
        self.fault(name, f"must be a whole number from 1 to {most}, not {text!r}")
        return default

    def address(self, name: str) -> str:
        text = self.text(name, "").rstrip("/")
        if text and not text.startswith(("https://", "http://")):
            self.fault(name, f"must begin with https:// or http://, not {text!r}")
        return text

    def yes_or_no(self, name: str) -> bool:
        text = self.text(name, "").lower()
        if text not in (*_YES, *_NO):
            self.fault(name, f"must be 1 or 0, not {text!r}")
        return text in _YES

    def folders(self, name: str) -> tuple[Path, ...]:
        found = tuple(Path(p).absolute() for p in self.text(name, "").split(os.pathsep) if p)
        for folder in found:
            if not folder.is_dir():
                self.fault(name, f"names a folder that does not exist: {folder}")
        return found

    def secret(self, name: str, home: Path, *, required: bool) -> str:
        text = self.text(name, "")
        if text and len(text) < _SHORTEST_SECRET:
            self.fault(name, f"must have at least {_SHORTEST_SECRET} characters")
        if not text and required:
            self.fault(name, "must be set, the same for every process, beside PostgreSQL")
        return text or ("" if self._faults else _kept_secret(home / "secret-key"))

    def refuse_if_wrong(self) -> None:
        for name in sorted(self._left):
            self.fault(name, "is not a setting of this program; look for a slip of the pen")
        self.refuse_faults()

    def refuse_faults(self) -> None:
        if self._faults:
            raise WrongSettings(tuple(self._faults))


def shared_folder(name: str) -> Path:
    """The folder `templates` or `migrations`: inside the installed package, or of the checkout."""
    package = Path(__file__).parent
    installed = package / "_share" / name
    return installed if installed.is_dir() else package.parent / name


def _kept_secret(path: Path) -> str:
    """The secret in this file, made whole on first use and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}-{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another process was first: its secret stands
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
