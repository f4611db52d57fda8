"""The meeting's settings are data, and wrong ones stop the start."""

import tomllib
from typing import Any

import pytest

from workflows.meeting.settings import (
    FILE,
    WrongMeetingSettings,
    as_table,
    default_settings,
    read_settings,
)


def table() -> dict[str, Any]:
    """The settings file as written."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def test_settings_kept_with_a_meeting_read_back_the_same() -> None:
    assert read_settings(as_table(default_settings())) == default_settings()


@pytest.mark.parametrize(
    ("path", "wrong", "told"),
    [
        (("quorum", "share"), "4/3", "quorum.share"),
        (("quorum", "share"), 0.66, "quorum.share"),
        (("quorum", "share"), "1/0", "quorum.share"),
        (("papers", "working_days"), -1, "papers"),
        (("papers", "working_days"), True, "papers"),
        (("decision", "flag", "mode"), "secret", "decision.flag.mode"),
        (("decision", "flag", "more_than"), "yes", "decision.flag.more_than"),
        (("decision", "flag", "share"), "1/1", "decision.flag.more_than"),
    ],
)
def test_a_wrong_setting_is_named(path: tuple[str, ...], wrong: object, told: str) -> None:
    settings = table()
    place = settings
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong

    with pytest.raises(WrongMeetingSettings, match=told):
        read_settings(settings)


def test_a_missing_setting_is_named() -> None:
    settings = table()
    del settings["decision"]["overlap"]

    with pytest.raises(WrongMeetingSettings, match="overlap"):
        read_settings(settings)


def test_a_department_that_must_attend_must_vote() -> None:
    settings = table()
    settings["quorum"]["must_attend"] = settings["quorum"]["without_vote"]

    with pytest.raises(WrongMeetingSettings, match="may not vote"):
        read_settings(settings)
