"""In receipt: what somebody receives, from the decision that grants it over reviews and changes to the end."""
