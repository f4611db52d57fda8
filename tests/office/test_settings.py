"""Settings: everything that is wrong is said before anything starts."""

from pathlib import Path

import pytest

from casework.config import WrongSettings, read_settings

SECRET = "a secret of more than thirty-two characters"


def test_it_starts_with_no_setting_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    settings = read_settings({})

    assert settings.database_url == f"sqlite:///{tmp_path}/var/casework.db"
    assert settings.embedded


def test_it_keeps_the_secret_it_made_and_shows_it_to_nobody(tmp_path: Path) -> None:
    environment = {"CASEWORK_HOME": str(tmp_path)}

    first, second = read_settings(environment), read_settings(environment)

    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_it_names_every_fault_at_once(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings) as wrong:
        read_settings(
            {
                "CASEWORK_HOME": str(tmp_path),
                "CASEWORK_DATABASE_URL": "mysql://nowhere",
                "CASEWORK_REDIS_URL": "localhost",
                "CASEWORK_IDLE_MINUTES": "half an hour",
                "CASEWORK_LOCKOUT_ATTEMPTS": "0",
                "CASEWORK_SECURE_COOKIES": "perhaps",
                "CASEWORK_POLICY_FOLDERS": str(tmp_path / "missing"),
                "CASEWORK_SECRET_KEY": "short",
                "CASEWORK_PUBLIC_URL": "office.example",
                "CASEWORK_DATABSE_URL": "sqlite:///slip",
            }
        )

    assert [fault.split()[0].removeprefix("CASEWORK_") for fault in wrong.value.faults] == [
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "POLICY_FOLDERS",
        "SECURE_COOKIES",
        "IDLE_MINUTES",
        "LOCKOUT_ATTEMPTS",
        "PUBLIC_URL",
        "DATABSE_URL",
    ]


def test_beside_postgresql_the_secret_must_be_given(tmp_path: Path) -> None:
    environment = {
        "CASEWORK_HOME": str(tmp_path),
        "CASEWORK_DATABASE_URL": "postgresql://office@localhost/casework",
    }

    with pytest.raises(WrongSettings, match="CASEWORK_SECRET_KEY must be set"):
        read_settings(environment)

    assert read_settings({**environment, "CASEWORK_SECRET_KEY": SECRET}).secret_key == SECRET
