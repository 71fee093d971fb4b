"""The words of mail: plain text and HTML say the same, and what people typed stays text."""

from lxml import html

from planner.rollouts.letters import SHOWN, Line, Page, Part, as_html, as_text

EVIL = "<script>alert(1)</script> {x} {{ 7*7 }} %s"
PAGE = Page(
    hello="Hello Mara, this waits for you.",
    parts=[
        Part(
            "Late (1)",
            [Line(EVIL, "Your task in One view", "https://crm.example.org/a?b=1&c=2", "was due 2 March 2026")],
        ),
        Part(f"Next ({SHOWN + 5})", [Line(f"Thing {n}", "", f"https://crm.example.org/{n}") for n in range(SHOWN + 5)]),
    ],
    why="You asked for it.",
    home="https://crm.example.org/",
    choice="https://crm.example.org/account",
)


def test_both_forms_name_everything_and_where_it_is() -> None:
    text, tree = as_text(PAGE), html.document_fromstring(as_html(PAGE))
    shown = " ".join(str(tree.text_content()).split())
    for told in (
        EVIL,
        "Your task in One view, was due 2 March 2026",
        "Late (1)",
        "Thing 0",
        "and 5 more",
        "You asked for it.",
    ):
        assert told in " ".join(text.split())
        assert told in shown
    assert f"Thing {SHOWN}" not in text
    addresses = tree.xpath("//a/@href")
    assert addresses[0] == "https://crm.example.org/a?b=1&c=2"
    assert all(address.startswith("https://crm.example.org/") for address in addresses)
    assert PAGE.choice in text


def test_what_people_typed_is_no_html() -> None:
    tree = html.document_fromstring(as_html(PAGE))
    assert not tree.xpath("//script")
