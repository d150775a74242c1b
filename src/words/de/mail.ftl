# Die E-Mails, die wir senden. Im Betreff steht nichts Geheimes: Mailserver protokollieren ihn.
mail-greeting = Guten Tag { $name },
mail-greeting-unnamed = Guten Tag,
mail-closing = Diese Nachricht wurde automatisch von { $product } gesendet.
mail-moment = { $day }.{ $month }.{ $year }, { $time } Uhr (UTC)

mail-fact-when = Wann: { $value }
mail-fact-client = Von wo: { $value }
mail-client-operator = Betreiber dieses Gateways
mail-fact-site = Anwendung: { $value }
mail-fact-agent = Support: { $value }
mail-fact-ticket = Ticket: { $value }
mail-fact-from = Gültig ab: { $value }
mail-fact-until = Gültig bis: { $value }
mail-fact-ended = Beendet: { $value }
mail-fact-shows = Sichtbar: { $value }
mail-fact-what = Blockiert: { $value }

mail-code-subject = Ihr Sicherheitscode
mail-code-sign-in = Mit diesem Sicherheitscode melden Sie sich bei { $product } an:
mail-code-action = Mit diesem Sicherheitscode bestätigen Sie, was Sie gerade in { $product } tun:
mail-code-address = Mit diesem Sicherheitscode bestätigen Sie Ihre Adresse. Danach kann { $product } Sicherheitscodes hierher senden:
mail-code-password = Mit diesem Sicherheitscode legen Sie bei { $product } ein neues Passwort fest:
mail-code-support = Dies ist der Sicherheitscode für Ihre Support-Sitzung bei { $site }:
mail-code-validity = { $minutes ->
    [one] Er gilt eine Minute lang und nur einmal.
   *[other] Er gilt { $minutes } Minuten lang und nur einmal.
}
mail-code-warning = Niemand wird Sie je am Telefon oder per E-Mail nach diesem Code fragen. Wenn Sie ihn nicht angefordert haben, kennt womöglich jemand Ihr Passwort: Bitte ändern Sie es.
mail-code-warning-support = Niemand wird Sie je am Telefon oder per E-Mail nach diesem Code fragen. Wenn Sie ihn nicht angefordert haben, sagen Sie bitte der Person Bescheid, die Ihnen den Zugang gegeben hat.

mail-invitation-subject = Ihr Konto bei { $product }
mail-invitation-by = { $by } hat Sie zu { $product } eingeladen. Öffnen Sie diesen Link und wählen Sie ein Passwort:
mail-invitation-operator = Sie wurden zu { $product } eingeladen. Öffnen Sie diesen Link und wählen Sie ein Passwort:
mail-invitation-until = Der Link funktioniert nur einmal, bis { $until }.
mail-invitation-warning = Geben Sie ihn nicht weiter: Wer ihn öffnet, bekommt das Konto. Wenn Sie keine Einladung erwartet haben, können Sie diese Nachricht ignorieren.

mail-token-created-subject = Ein Zugriffstoken wurde erstellt
mail-token-created = Für Ihr Konto bei { $product } wurde das persönliche Zugriffstoken „{ $name }“ erstellt. Programme können sich damit in Ihrem Namen anmelden.
mail-factor-enabled-subject = Ihre Zwei-Faktor-Anmeldung wurde geändert
mail-factor-enabled-authenticator = Ihr Konto bei { $product } fragt ab jetzt nach einem Sicherheitscode aus Ihrer Authenticator-App.
mail-factor-enabled-mail = Ihr Konto bei { $product } fragt ab jetzt nach einem Sicherheitscode, den Sie per E-Mail bekommen.
mail-factor-disabled-subject = Ihre Zwei-Faktor-Anmeldung wurde geändert
mail-factor-disabled-authenticator = Ihr Konto bei { $product } fragt nicht mehr nach einem Sicherheitscode aus Ihrer Authenticator-App.
mail-factor-disabled-mail = Ihr Konto bei { $product } sendet Ihnen keine Sicherheitscodes mehr per E-Mail.
mail-password-changed-subject = Ihr Passwort wurde geändert
mail-password-changed = Das Passwort Ihres Kontos bei { $product } wurde geändert.
mail-signed-out-elsewhere = Alle anderen Sitzungen wurden abgemeldet.
mail-handoff-opened-subject = Ihr Einmal-Link wurde geöffnet
mail-handoff-opened = Der Einmal-Link { $link }, den Sie bei { $product } erstellt haben, wurde geöffnet. Sein Inhalt ist vom Server gelöscht; niemand kann ihn ein zweites Mal öffnen.
mail-handoff-not-meant = Wenn es nicht die Person war, für die er gedacht war, ändern Sie sofort, was darin stand. Alle Ihre Links sehen Sie hier:
mail-room-joined-subject = Jemand hat Ihren Raum betreten
mail-room-joined = Jemand hat einen Raum betreten, den Sie bei { $product } geöffnet haben. Lesen Sie einander am Telefon die sechs Wörter vor, bevor Sie etwas Geheimes schreiben.
mail-room-not-meant = Wenn es nicht die Person war, die Sie eingeladen haben, schließen Sie den Raum sofort:
mail-not-you = Wenn Sie das nicht waren, melden Sie sich bitte sofort hier an, machen Sie es rückgängig und ändern Sie Ihr Passwort:

mail-grant-agent-unnamed = Der Support
mail-grant-created-subject = Support-Zugang zu { $site } ist offen
mail-grant-created = Sie haben dem Support Zugang zu { $site } gegeben. Wir melden uns, sobald er zum ersten Mal benutzt wird.
mail-grant-agreed-subject = Support-Zugang zu { $site } ist vereinbart
mail-grant-agreed = Sie haben dem Support Zugang zu { $site } für später gegeben. Bis dahin kommt niemand hinein. Wir melden uns, sobald er zum ersten Mal benutzt wird.
mail-grant-first-use-subject = Support-Zugang zu { $site } wird benutzt
mail-grant-first-use = { $agent } hat Ihren Support-Zugang zu { $site } soeben zum ersten Mal benutzt.
mail-grant-second-client-subject = Support-Zugang zu { $site } wird von einem zweiten Gerät aus benutzt
mail-grant-second-client = { $agent } benutzt Ihren Support-Zugang zu { $site } von einem anderen Browser, Gerät oder Netz aus. Wenn Ihnen das seltsam vorkommt, halten Sie ihn an und fragen Sie nach.
mail-grant-denied-subject = Eine Anfrage des Supports an { $site } wurde blockiert
mail-grant-denied = { $agent } wollte bei { $site } etwas öffnen, das Sie nicht sichtbar gemacht haben. Das wurde blockiert. Oft geschieht so etwas aus Versehen.
mail-grant-locked-out-subject = Support-Zugang zu { $site } ist gesperrt
mail-grant-locked-out = Für Ihren Support-Zugang zu { $site } wurde zu oft ein falsches Passwort oder ein falscher Sicherheitscode eingegeben. Niemand kann sich mehr damit anmelden. Wenn der Support ihn noch braucht, erstellen Sie im Portal neue Zugangsdaten.
mail-grant-nearly-ended-subject = { $minutes ->
    [one] Support-Zugang zu { $site } endet in einer Minute
   *[other] Support-Zugang zu { $site } endet in { $minutes } Minuten
}
mail-grant-nearly-ended = Ihr Support-Zugang zu { $site } endet bald. Sie müssen nichts tun; wenn der Support mehr Zeit braucht, öffnen Sie danach einen neuen Zugang.
mail-grant-ended-subject = Support-Zugang zu { $site } ist beendet
mail-grant-ran-out = Die Zeit Ihres Support-Zugangs zu { $site } ist abgelaufen. Die Zugangsdaten gelten nicht mehr.
mail-grant-revoked = Ihr Support-Zugang zu { $site } wurde widerrufen. Die Zugangsdaten gelten nicht mehr.
mail-grant-never-used = Er wurde nie benutzt.
mail-grant-summary =
    Was geschehen ist: { $requests ->
        [one] eine Anfrage
       *[other] { $requests } Anfragen
    }, { $denied ->
        [0] keine davon blockiert
        [one] eine davon blockiert
       *[other] { $denied } davon blockiert
    }, von { $clients ->
        [one] einem Gerät
       *[other] { $clients } Geräten
    } aus.
mail-grant-freeze = Sie können diesen Zugang jederzeit anhalten, ohne sich anzumelden. Was der Support geöffnet hat, wird sofort getrennt; weiter geht es erst, wenn Sie es im Portal wieder erlauben:
mail-grant-page = Was damit geschieht, sehen Sie im Portal:
