"""The pages of figures: a community's own beside similar ones, an office's communities, and all offices."""
