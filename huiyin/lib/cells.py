"""Cells of a table that is opened in a spreadsheet."""

# with these a cell begins that a spreadsheet would calculate
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_text(cell: object) -> str:
    """A cell as words that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(STARTS_OF_FORMULAS) else text
