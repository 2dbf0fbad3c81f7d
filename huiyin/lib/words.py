"""Text for people that stands in plain modules: marked for the catalogues, translated at the edge."""


def gettext_noop(text: str) -> str:
    """Mark a source text for translation and leave it as it is."""
    return text
