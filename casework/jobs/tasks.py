"""Which task each kind of message runs."""

from collections.abc import Mapping

from casework.jobs import letters, notices
from casework.jobs.drain import Task

TASKS: Mapping[str, Task] = {
    "notice": notices.deliver,
    "letter": letters.write,
}
