"""What is raised for a variable of the environment that cannot be."""


class WrongSetting(Exception):
    """A variable is missing or wrong; the text names it and the remedy, for the person who set it."""

    def __init__(self, name: str, chinese: str, english: str) -> None:
        super().__init__(f"{name}:{chinese}\n{name}: {english}")
        self.name = name
