"""The corpus and the recipe that the weights of entityfr come from. Not part of the package."""
