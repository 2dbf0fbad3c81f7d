"""A day of talk, written down line by line, played through the real actions: `huiyin replay FILE.jsonl`.

The format stands in docs/contexts/replay.md; `shapes` holds it as JSON schemas.
"""
