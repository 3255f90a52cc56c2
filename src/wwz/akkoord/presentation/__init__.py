"""How agreements and promises are said: rows, sentences and drawings for the pages."""
