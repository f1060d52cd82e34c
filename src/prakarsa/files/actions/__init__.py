"""The acts on files, by noun."""

from prakarsa.files.actions.stored import (
    copy_file,
    keep_made_file,
    keep_prepared,
    remove_file,
    store_upload,
)
from prakarsa.files.actions.sweeping import Swept, sweep
from prakarsa.files.actions.uploads import (
    LONGEST_PIECE,
    MOST_OPEN,
    SHORTEST_PIECE,
    WrongOffset,
    add_piece,
    begin_upload,
    cancel_upload,
    finish_upload,
    prepare_from_form,
)

__all__ = [
    "LONGEST_PIECE",
    "MOST_OPEN",
    "SHORTEST_PIECE",
    "Swept",
    "WrongOffset",
    "add_piece",
    "begin_upload",
    "cancel_upload",
    "copy_file",
    "finish_upload",
    "keep_made_file",
    "keep_prepared",
    "prepare_from_form",
    "remove_file",
    "store_upload",
    "sweep",
]
