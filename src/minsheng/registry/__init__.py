"""The register: areas, offices and staff; people, households, and dated facts about them with their source."""
