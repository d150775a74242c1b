# Textos dos e-mails que enviamos.
mail-greeting = Olá, { $name }!
