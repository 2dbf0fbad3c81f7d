"""Who is not of age. Source: 民法典 Art. 17; 个人信息保护法 Art. 31; 未成年人网络保护条例 Art. 36."""

from datetime import date

OF_AGE = 18


def age(born_on: date, *, on: date) -> int:
    """Whole years. Who was born on 29 February is a year older from 1 March of common years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def is_minor(born_on: date | None, *, on: date) -> bool:
    """Whether somebody is known to be under 18; whose birthday is not known counts as grown up."""
    return born_on is not None and age(born_on, on=on) < OF_AGE
