"""The page of a post, shared by the desks: who holds it, what it holds, hand-over, leave, term."""
