"""The rubrics of this package: each file of this folder is found by its name."""
