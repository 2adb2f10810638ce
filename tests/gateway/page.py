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
