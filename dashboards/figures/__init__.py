"""The pages of figures: of a community next to similar ones, of an office's communities, and of all offices."""
