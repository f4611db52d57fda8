"""Which task each kind of message runs."""

from collections.abc import Mapping

from casework.jobs import letters, meeting_notices, notices, public_notices, time_over
from casework.jobs.drain import Task

TASKS: Mapping[str, Task] = {
    "notice": notices.deliver,
    "meeting_notice": meeting_notices.deliver,
    "letter": letters.write,
    "close_notice": public_notices.close,
    "time_over": time_over.act,
}
