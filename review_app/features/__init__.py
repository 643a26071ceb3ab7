"""The rooms of the house: one package an area, without doors between them."""
