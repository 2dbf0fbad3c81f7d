"""What holds the house together and no import graph sees. Each rule is shown to fail on a seeded fault."""
