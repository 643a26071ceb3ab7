"""The rules of the product as plain functions: no framework, no database, no clock, no chance."""
