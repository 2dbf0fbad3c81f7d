"""Reading coverage. `states` holds the one question of which every figure is made."""
