# Testi delle e-mail che inviamo.
mail-greeting = Buongiorno { $name },
