<?php
// Somebody with a contact and an identity. Each part holds a secret of its own; the mail lies in the mailbox.
$db = new PDO('sqlite:' . $argv[1]);
$db->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$db->exec(file_get_contents('/usr/share/roundcube/SQL/sqlite.initial.sql'));
$secret = getenv('SECRET');
$db->exec("INSERT INTO users (user_id, username, mail_host, created, language) VALUES (1, 'ann', '127.0.0.1', datetime('now'), 'en_US')");
$db->exec("INSERT INTO identities (user_id, standard, name, email, organization) VALUES (1, 1, 'Ann', 'ann@example.com', 'settings-$secret')");
$db->exec("INSERT INTO contacts (user_id, changed, name, email, firstname, surname, vcard, words) VALUES (1, datetime('now'), 'contacts-$secret', 'contacts-$secret@example.com', 'contacts-$secret', 'Example', 'BEGIN:VCARD
VERSION:3.0
N:Example;contacts-$secret;;;
FN:contacts-$secret
EMAIL:contacts-$secret@example.com
END:VCARD', ' contacts-$secret contacts example ')");
