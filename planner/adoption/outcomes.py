"""Whether a row of a log is a person's successful act, and why it does not count where it is not."""

from enum import StrEnum

from planner.adoption.layouts import SIGN_IN, Field, Layout, Rule


class Why(StrEnum):
    """Why a row does not count."""

    FAILED = "failed sign-in"
    PROGRAM = "robot or integration user"
    NOBODY = "no user"
    OTHER = "not a sign-in or action of a person"
    REPEATED = "the same event again"
    EMPTY = "a count of nothing"


_GOOD = frozenset({"success", "ok", "true", "yes", "1", "0", "passed", "pass", "partiallysucceeded", "login_no_error"})
_BAD = ("fail", "invalid", "denied", "error", "lock", "frozen", "wrong", "expire", "block", "refuse", "unsuccess",
        "not success", "no success", "incorrect", "disabled", "inactive", "reject", "false", "unknown", "restricted",
        "exceeded", "abort", "cancel")  # fmt: skip
_ACCESS_BY_WEB, _ACCESS_BY_PROGRAM = "64", "65"
_AUDIT_NAMES = {"user access via web": "64", "user access via web services": "65", "user access": "64"}
_OPERATIONS = {"1": "create", "2": "update", "3": "delete", "4": "access"}
_NOT_ACTS = frozenset({_ACCESS_BY_PROGRAM, "112", "113"})


def succeeded(text: str) -> bool | None:
    """Whether the word a system uses for an outcome means success; None when it says neither.

    >>> succeeded("Success"), succeeded("LOGIN_NO_ERROR"), succeeded("Invalid Password"), succeeded("purple")
    (True, True, False, None)
    """
    word = text.strip().casefold()
    if word in _GOOD:
        return True
    if any(bad in word for bad in _BAD):
        return False
    return True if "success" in word or "succeed" in word else None


def verdict(layout: Layout, said: dict[Field, str], *, signs_only: bool) -> Why | None:
    """Why a row does not count by what its columns say; None for one that does.

    `signs_only` leaves out what a system records beside its sign-ins: of Dataverse's audit only access by people counts
    then, because one change may come from a person or from a workflow in that person's name.
    """
    kind = said.get(Field.USER_TYPE, "").strip().casefold()
    if kind and kind in layout.programs:
        return Why.PROGRAM
    if layout.acts and said.get(Field.ACTION, "").strip().casefold() not in layout.acts:
        return Why.OTHER
    if layout.rule is Rule.SUCCEEDED and Field.OUTCOME in said and not succeeded(said[Field.OUTCOME]):
        return Why.FAILED
    if layout.rule is Rule.NOT_DENIED and said.get(Field.OUTCOME, "").strip().casefold() in {"true", "1", "yes"}:
        return Why.FAILED
    if layout.rule is Rule.DATAVERSE:
        return _of_dataverse(said[Field.ACTION], signs_only=signs_only)
    if layout.rule is Rule.BUSINESS_ONE:
        return _of_business_one(said[Field.ACTION])
    return None


def _of_dataverse(action: str, *, signs_only: bool) -> Why | None:
    code = audit_action(action)
    if code == _ACCESS_BY_PROGRAM:
        return Why.PROGRAM
    return Why.OTHER if code in _NOT_ACTS or (signs_only and code != _ACCESS_BY_WEB) else None


def _of_business_one(action: str) -> Why | None:
    code = action.strip().upper()
    if code in {"I", "LOGON"}:
        return None
    return Why.FAILED if code in {"F", "N"} else Why.OTHER


def audit_action(text: str) -> str:
    """The number of an action in Dataverse's audit, from its number or its label.

    >>> audit_action("64"), audit_action("User Access via Web"), audit_action("Update")
    ('64', '64', 'update')
    """
    word = text.strip().casefold()
    return _AUDIT_NAMES.get(word, word)


def function_of(layout: Layout, said: dict[Field, str]) -> str:
    """What was done, as one name: the kind of record and the act; a sign-in where the system records no more.

    >>> from planner.adoption.presets import PRESET_BY_REF
    >>> function_of(PRESET_BY_REF["dataverse-audit"].layouts[0],
    ...             {Field.ACTION: "2", Field.FUNCTION: "2", Field.PART: "contact"})
    'contact update'
    """
    if layout.rule is Rule.DATAVERSE:
        if audit_action(said[Field.ACTION]) == _ACCESS_BY_WEB:
            return SIGN_IN
        act = said.get(Field.FUNCTION, "").strip()
        return _joined(said.get(Field.PART, ""), _OPERATIONS.get(act, act)) or SIGN_IN
    return _joined(said.get(Field.FUNCTION, ""), said.get(Field.PART, "")) or layout.fixed or SIGN_IN


def _joined(*parts: str) -> str:
    words = " ".join(" ".join(part.split()) for part in parts if part.strip())
    return words.encode("utf-8", "replace").decode()[:120]
