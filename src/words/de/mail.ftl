# Texte der E-Mails, die wir senden.
mail-greeting = Guten Tag { $name },
