"""The web: chat API and page. The only part that listens to the outside."""
