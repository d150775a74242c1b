# La cronologia.
activity-title = Attività
activity-lead = Chi ha fatto che cosa con l’accesso che Lei ha concesso, a partire dalle voci più recenti.
activity-filter = Filtro
activity-grant = Accesso
activity-all = Tutti
activity-kind = Che cosa
activity-all-kinds = Tutto
activity-kind-access = Uso dell’applicazione
activity-kind-blocked = Bloccato
activity-kind-sign-in = Accessi
activity-kind-change = Modifiche Sue
activity-from-day = Dal
activity-to-day = Al
activity-apply = Mostra
activity-clear = Mostra tutto
activity-export = Salva questo elenco:
activity-older = Voci precedenti
activity-today = Oggi
activity-yesterday = Ieri
activity-empty-title = Niente da mostrare
activity-empty-lead = Non appena un accesso viene aperto o usato, lo troverà qui.
activity-empty-filtered = Nessuna voce corrisponde al filtro.

# Nuove righe che arrivano da sole.
activity-live = Le nuove voci compaiono da sole
activity-held = In pausa
activity-waiting = In pausa, nuove voci: (count)
activity-lost = Connessione persa, nuovo tentativo…
activity-hold = Metti in pausa
activity-go-on = Continua

# Righe. Ciò che segue un nome: «Anna ha aperto Messaggi».
activity-elsewhere = un’altra parte dell’applicazione
activity-opened = ha aperto { $place }
activity-changed = ha modificato { $place }
activity-tried = ha provato ad aprire { $place }
activity-tried-to-change = ha provato a modificare { $place }
activity-asked-for-code = ha ricevuto la richiesta di un codice di sicurezza
activity-signed-in = ha effettuato l’accesso
activity-failed-sign-in = ha provato ad accedere
activity-wrong-code = ha inserito un codice errato
activity-locked-out = non può più accedere dopo troppi codici errati
activity-signed-out = ha effettuato l’uscita
activity-gave-access = ha aperto l’accesso dell’assistenza a { $site }
activity-revoked = ha revocato l’accesso
activity-regenerated = ha creato nuove credenziali
activity-paused = ha sospeso l’accesso
activity-resumed = ha ripreso l’accesso
activity-expired = non ha più accesso: il tempo era scaduto
activity-changed-password = ha cambiato la password
activity-enabled-authenticator = ha attivato l’app di autenticazione
activity-disabled-authenticator = ha disattivato l’app di autenticazione
activity-enabled-email = ha attivato i codici per e-mail
activity-disabled-email = ha disattivato i codici per e-mail
activity-made-recovery-codes = ha creato nuovi codici di recupero
activity-ended-session = ha chiuso una sessione
activity-forgot-trust = ha rimosso un browser attendibile
activity-made-token = ha creato il token di accesso «{ $name }»
activity-renewed-token = ha creato un nuovo segreto per il token «{ $name }»
activity-reset-password = ha reimpostato la password
activity-reset-factors = ha reimpostato i secondi fattori
activity-revoked-token = ha revocato il token di accesso «{ $name }»
activity-outcome-blocked = bloccato
activity-outcome-failed = fallito
activity-times = { $count } volte
activity-acting-as = come { $user }
activity-from = da { $network }
activity-code = Codice
activity-to-grant = A questo accesso
activity-cut = { $count ->
    [one] ha interrotto 1 richiesta in corso
   *[other] ha interrotto { $count } richieste in corso
}
activity-made-link = ha creato il link monouso { $link }
activity-opened-link = ha aperto il link monouso { $link }
activity-failed-link = non è riuscito ad aprire il link monouso { $link }
activity-revoked-link = ha revocato il link monouso { $link }
activity-wiped-link = ha cancellato il link monouso { $link } con codici errati
activity-expired-link = ha cancellato il link monouso { $link }, che nessuno aveva aperto
activity-link-holder = Qualcuno con il link
activity-token = Token di accesso «{ $name }»
activity-code-mailed = ha ricevuto un codice di sicurezza per e-mail
activity-code-accepted = ha inserito il codice di sicurezza corretto
activity-refused = ha chiesto qualcosa che è stato rifiutato ({ $reason })
