"""Opens a PDF and refuses what could act by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from prakarsa.formats.kinds import Limits
from prakarsa.formats.reasons import Reason, Refused

# Word processors write a turn to the first page as the opening action of every document.
_HARMLESS_AT_OPENING = frozenset({"/GoTo", "/Named"})

_ACTIVE_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Rendition": "JavaScript",
    "/Launch": "Launch",
    "/ImportData": "ImportData",
    "/SubmitForm": "SubmitForm",
    "/GoToE": "EmbeddedFile",
    "/RichMediaExecute": "RichMedia",
}
_ACTIVE_KEYS = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/EF": "EmbeddedFile",
    "/EmbeddedFiles": "EmbeddedFile",
    "/XFA": "XFA",
    "/RichMediaContent": "RichMedia",
}
_DEEPEST = 50


def inspect(path: Path, limits: Limits) -> dict[str, Any]:
    """Open the document, count its pages and look into every object."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            pages = len(document.pages)
            if pages == 0:
                raise Refused(Reason.DAMAGED, kind="PDF")
            if pages > limits.pages or len(document.objects) > limits.objects:
                raise Refused(Reason.TOO_MANY_PAGES, limit=limits.pages)
            for dictionary in _dictionaries(document, limits):
                _refuse_active(dictionary)
    except pikepdf.PasswordError:
        raise Refused(Reason.LOCKED) from None
    except (pikepdf.PdfError, ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        raise Refused(Reason.DAMAGED, kind="PDF") from None
    return {"pages": pages}


def _dictionaries(document: pikepdf.Pdf, limits: Limits) -> Iterator[pikepdf.Object]:
    """Walk every object once: the indirect ones, and what is nested in each of them."""
    looked_at = 0
    for top in (document.trailer, *document.objects):
        waiting: list[tuple[Any, int]] = [(top, 0)]
        while waiting:
            thing, depth = waiting.pop()
            looked_at += 1
            if depth > _DEEPEST or looked_at > limits.objects * 10:
                raise Refused(Reason.TOO_MANY_PAGES, limit=limits.pages)
            if isinstance(thing, pikepdf.Array):
                children: list[Any] = list(thing.as_list())
            elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                yield thing
                children = [value for _, value in thing.items()]
            else:
                continue
            waiting.extend((child, depth + 1) for child in children if _is_nested(child))


def _is_nested(child: object) -> bool:
    return isinstance(child, pikepdf.Object) and not child.is_indirect


def _refuse_active(dictionary: pikepdf.Object) -> None:
    keys = set(dictionary.keys())
    for key in keys & _ACTIVE_KEYS.keys():
        raise Refused(Reason.ACTIVE_CONTENT, what=_ACTIVE_KEYS[key])
    action = str(dictionary.get("/S", ""))
    if action in _ACTIVE_ACTIONS:
        raise Refused(Reason.ACTIVE_CONTENT, what=_ACTIVE_ACTIONS[action])
    if str(dictionary.get("/Type", "")) == "/EmbeddedFile":
        raise Refused(Reason.ACTIVE_CONTENT, what="EmbeddedFile")
    if "/OpenAction" in keys and not _only_turns_pages(dictionary["/OpenAction"]):
        raise Refused(Reason.ACTIVE_CONTENT, what="OpenAction")
    if "/AA" in keys and not all(_only_turns_pages(each) for _, each in dictionary["/AA"].items()):
        raise Refused(Reason.ACTIVE_CONTENT, what="AA")


def _only_turns_pages(action: pikepdf.Object) -> bool:
    """A destination, or an action that goes to one in the same document, with none after it."""
    if not isinstance(action, pikepdf.Dictionary):
        return True
    return str(action.get("/S", "")) in _HARMLESS_AT_OPENING and "/Next" not in action
