"""What is done for people whom something is granted to: what follows from it by the packs, where they live, who cares for them."""
