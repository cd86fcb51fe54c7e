"""A method, a chart and a rubric for strategyscore."""
