"""How the tests use the nurses' pages: as a browser without scripts does."""

from html.parser import HTMLParser

from tests.gateway.page import Page

NURSE, EDITOR, PASSWORD = "Nurse One", "Editor Two", "a password of our own"
PATH = "/nurse"
MARKUP = "<script>document.title='x'</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


class Shown(Page):
    """A page on which what stands in different elements stands apart, as it does on the screen."""

    def handle_starttag(self, tag, attrs):
        self.handle_data(" ")
        super().handle_starttag(tag, attrs)


class _Forms(HTMLParser):
    """The hidden fields of each form, by its action."""

    def __init__(self, text):
        super().__init__()
        self.forms = {}
        self._open = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._open = self.forms.setdefault(attrs["action"], {})
        elif tag == "input" and attrs.get("type") == "hidden" and self._open is not None:
            self._open[attrs["name"]] = attrs["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None


class Browser:
    """Opens pages and sends the forms that stand on them, with their hidden fields."""

    def __init__(self, client):
        self.client = client

    def open(self, path):
        """The response to a page, without following where it sends."""
        return self.client.get(f"{PATH}{path}", follow_redirects=False)

    def page(self, path):
        """A page as it is shown."""
        response = self.open(path)
        assert response.status_code == 200
        return Shown(response)

    def send(self, path, form=None, on=None, **fields):
        """Sends the form with this address that stands on the page ``on``."""
        shown = self.client.get(f"{PATH}{on or path}")
        hidden = _Forms(shown.text).forms[f"{PATH}{path}"]
        return self.post(path, {**hidden, **fields, **(form or {})})

    def post(self, path, fields, **more):
        """Sends these fields as they are."""
        return self.client.post(f"{PATH}{path}", data=fields, follow_redirects=False, **more)

    def sign_in(self, name, password=PASSWORD):
        """Signs in; the response."""
        return self.send("/sign-in", name=name, password=password)
