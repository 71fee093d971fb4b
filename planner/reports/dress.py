"""The form a customer gave a report, as it is frozen with it. What may be chosen, and how it is checked: form.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """The form a customer gave the report: paper (`a4`, `letter`), colours as `#rrggbb`, and the logo as PNG in base64.

    Empty colours are the product's own. `sections` are the chosen parts in their order; empty means all as usual.
    """

    paper: str
    main: str = ""
    accent: str = ""
    logo: str = ""
    logo_words: str = ""
    introduction: str = ""
    sections: tuple[str, ...] = ()
