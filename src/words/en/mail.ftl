# Texts of the mails that we send.
mail-greeting = Hello { $name },
