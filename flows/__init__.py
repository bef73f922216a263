"""When, how often, how many at once. The only package that imports Prefect."""
