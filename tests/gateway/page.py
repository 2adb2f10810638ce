"""A page as a browser without scripts shows it."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """The elements of an HTML response: tag, attributes, the tags around it, and its text."""

    def __init__(self, response):
        super().__init__()
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        self.elements, self._open = [], []
        self.feed(response.text)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attrs": dict(attrs), "inside": [e["tag"] for e in self._open], "text": ""}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        while self._open and self._open.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, tag):
        return [e for e in self.elements if e["tag"] == tag]

    def one(self, element_id):
        """The only element of this id."""
        (element,) = (e for e in self.elements if e["attrs"].get("id") == element_id)
        return element

    def of_class(self, name):
        return [e for e in self.elements if name in e["attrs"].get("class", "").split()]

    def texts(self, tag):
        return [" ".join(e["text"].split()) for e in self.all(tag)]

    @property
    def text(self):
        return self.texts("body")[0]

    def links(self):
        return {e["attrs"]["href"]: e["text"] for e in self.all("a")}

    def telephones(self):
        """Links to telephone numbers that are there whether or not scripts run."""
        hidden = {"script", "noscript", "template"}
        links = [e for e in self.all("a") if not hidden & set(e["inside"]) and "hidden" not in e["attrs"]]
        return {e["attrs"]["href"]: e["text"] for e in links if e["attrs"]["href"].startswith("tel:")}

    def said(self):
        """What the person said, exchange by exchange."""
        return [e["text"] for e in self.of_class("said") if "template" not in e["inside"]]

    def offers(self):
        """The quick replies: what they show, and what they send."""
        return {e["text"]: e["attrs"]["value"] for e in self.of_class("reply")}
