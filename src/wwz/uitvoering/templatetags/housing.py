"""What a document of the huisvestingsprogramma says in its cells, the same as the Word file."""

from __future__ import annotations

from django import template

from wwz.uitvoering.housing import paper, word, wording

register = template.Library()

register.filter("shown", wording.shown)
register.filter("hours", wording.hours)
register.filter("line_cells", paper.line_cells)
register.filter("change_cells", paper.change_cells)
register.filter("drop_cells", paper.drop_cells)
register.filter("comparison_words", paper.comparison_words)
register.filter("in_line", paper.in_line)
register.filter("need_words", word.need_words)
register.filter("without_need", word.without_need)
