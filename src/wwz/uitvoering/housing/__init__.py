"""The meerjaren huisvestingsprogramma: homes for groups, per year, area and party."""
