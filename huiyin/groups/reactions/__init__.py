"""What groups do when something happens to a case: the card, the public steps and the answer under the words."""

from huiyin.groups.reactions.answers import deliver_answer
from huiyin.groups.reactions.steps import follow_merge, follow_split, show_step

__all__ = ["deliver_answer", "follow_merge", "follow_split", "show_step"]
