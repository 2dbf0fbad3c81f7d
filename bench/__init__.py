"""How fast Huiyin is, next to what the machine can do. Start with README.md."""
