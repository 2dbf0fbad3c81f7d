"""What may happen to a case, decided without a database or a clock."""
