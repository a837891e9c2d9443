"""Policy packs, and decisions from them with every reason."""
