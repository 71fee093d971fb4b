"""Opens pages by endpoint and checks on each what must hold on every page of the product."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, url_for
from lxml import html
from werkzeug.test import TestResponse

from planner.access.models import User
from planner.access.signin_service import open_session
from planner.db import transaction


class Page:
    """A browser without a window: `page.get("goals.index", rollout_id=1, as_=manager)`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.response: TestResponse

    def get(self, endpoint: str, *, as_: User | None = None, status: int = 200, **values: Any) -> html.HtmlElement:
        """The parsed page of an endpoint, after all checks."""
        with self.app.test_request_context():
            address = url_for(endpoint, **values)
        self.response = self.client(as_).get(address)
        assert self.response.status_code == status, f"{address}: {self.response.status_code} {self.response.text[:600]}"
        return self.parse(self.response)

    def post(
        self,
        endpoint: str,
        form: Mapping[str, Any] | None = None,
        *,
        as_: User | None = None,
        status: int = 303,
        **values: Any,
    ) -> TestResponse:
        """Send a form to an endpoint, with the token that its page would carry."""
        with self.app.test_request_context():
            address = url_for(endpoint, **values)
        client = self.client(as_)
        data = {"csrf_token": self.token(client), **(form or {})}
        self.response = client.post(address, data=data)
        assert self.response.status_code == status, f"{address}: {self.response.status_code} {errors(self.response)}"
        if self.response.mimetype == "text/html" and status not in {302, 303}:
            self.parse(self.response)
        return self.response

    def client(self, person: User | None) -> Any:
        """A client in which the person is signed in."""
        client = self.app.test_client()
        if person is not None:
            sign_in(self.app, client, person)
        return client

    def token(self, client: Any) -> str:
        """A token against forged requests, valid in this client's session."""
        from flask_wtf.csrf import generate_csrf

        with self.app.test_request_context():
            from flask import g, session

            with client.session_transaction() as kept:
                session.update(kept)
                g.pop("csrf_token", None)
                token: str = generate_csrf()
                kept["csrf_token"] = session["csrf_token"]
        return token

    def parse(self, response: TestResponse) -> html.HtmlElement:
        """The page as a tree; fails when a law of all pages is broken."""
        tree = html.document_fromstring(response.text)
        check_page(tree, response.text)
        return tree


def sign_in(app: Flask, client: Any, person: User) -> None:
    """Sign a person in without the form; the form itself has tests of its own."""
    with transaction():
        token = open_session(person, "127.0.0.1", "", app.config["PLANNER"].now)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True


def errors(response: TestResponse) -> str:
    """What a refused form says."""
    if response.mimetype != "text/html" or not response.text:
        return response.text[:600]
    tree = html.document_fromstring(response.text)
    return " | ".join(text_of(node) for node in tree.cssselect(".error, .error-summary")) or text_of(tree)[:600]


def text_of(node: html.HtmlElement) -> str:
    """A node's text with single blanks."""
    return " ".join(str(node.text_content()).split())


def check_page(tree: html.HtmlElement, text: str) -> None:
    """One h1, a title, no doubled ids, every field labelled, no inline script or style, tokens in forms."""
    assert len(tree.cssselect("h1")) == 1, "a page has exactly one h1"
    assert text_of(tree.cssselect("title")[0]), "a page has a title"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)), f"ids stand twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    assert not tree.xpath("//@style"), "no inline style: the content security policy refuses it"
    assert not tree.xpath("//script[not(@src)]"), "no inline script"
    assert not tree.xpath("//@*[starts-with(name(), 'on')]"), "no inline handlers"
    assert not re.search(r"\{[{%]|Undefined|<class '", text), "template or program text on the page"
    for field in tree.xpath("//input[not(@type='hidden') and not(@type='submit')]|//select|//textarea"):
        named = field.get("aria-label") or field.get("aria-labelledby") or field.xpath("ancestor::label")
        assert named or tree.xpath(f"//label[@for='{field.get('id')}']"), f"no label: {html.tostring(field)!r}"
    for form in tree.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        assert form.xpath(".//input[@name='csrf_token']"), "a form that posts carries its token"
