"""The operations, a module for each thing they are about."""
