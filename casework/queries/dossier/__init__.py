"""The dossier (案卷): a case with everything its next step may depend on."""

from casework.queries.dossier.reading import refuse_stale, take_up, take_up_id, take_up_many
from casework.queries.dossier.rows import Act, Dossier, Paper, Part

__all__ = [
    "Act",
    "Dossier",
    "Paper",
    "Part",
    "refuse_stale",
    "take_up",
    "take_up_id",
    "take_up_many",
]
