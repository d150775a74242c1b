# Link monouso: ciò che viene sigillato in un browser e aperto in un altro.
handoff-title = Consegnare qualcosa
handoff-lead = Per una password, una chiave o un altro segreto. Viene cifrato nel Suo browser e si può leggere una sola volta. Chi gestisce questo server non può leggerlo.
handoff-new = Un nuovo link monouso
handoff-send-needs-script = Il Suo browser cifra con JavaScript, che è disattivato. Lo attivi, oppure usi il comando gatepass handoff send.
handoff-secret = Che cosa consegna
handoff-secret-hint = Solo credenziali. Per tutto il resto usi il canale abituale.
handoff-lifetime = Il link vale
handoff-with-code = Chiedi anche un codice
handoff-with-code-about = Lo comunica al telefono. Chi ottiene solo il link non può leggere nulla.
handoff-seal = Cifra e crea il link
handoff-ready = Il link è pronto
handoff-ready-once = Lo vede solo ora. Lo copi e lo invii a una sola persona: chi lo apre per primo ne legge il contenuto.
handoff-link = Link
handoff-code = Codice
handoff-ready-code = Comunichi questo codice al telefono, mai insieme al link:
handoff-ready-next = In «Consegna» vede quando e da dove è stato aperto; fino ad allora può ritirarlo.
handoff-links = I Suoi link
handoff-links-none = Non ha ancora consegnato nulla.
handoff-made = Creato
handoff-has-code = con codice
handoff-waits = In attesa fino a
handoff-state-opened = Aperto
handoff-state-revoked = Revocato
handoff-state-wiped = Cancellato dopo troppi codici errati
handoff-state-expired = Nessuno lo ha aperto; cancellato da
handoff-revoke = Revoca
handoff-share = Condividi in modo sicuro
handoff-share-about = Cifra queste righe nel Suo browser e crea un link che si può aprire una sola volta.

handoff-receive-title = Un segreto La attende
handoff-receive-lead = { $sender } Le consegna qualcosa che è stato cifrato nel browser. Si può leggere una sola volta; poi viene cancellato da questo server. Lo apra solo se se lo aspettava.
handoff-receive-needs-script = Il Suo browser decifra con JavaScript, che è disattivato. Lo attivi, oppure usi il comando gatepass handoff read. Guardando questa pagina non si perde nulla.
handoff-receive-until = In attesa fino a
handoff-code-hint = Le 12 cifre che { $sender } Le ha comunicato.
handoff-open = Apri ora: si può leggere una sola volta
handoff-open-hint = Tenga pronto un posto dove conservarlo, per esempio un gestore di password.
handoff-here = Eccolo. Dal server ora è cancellato.
handoff-here-once = Lo conservi ora: chiusa questa pagina, nessuno potrà mostrarlo di nuovo.
handoff-text = Segreto
handoff-since = Da
handoff-wrong-code = { $count ->
    [one] Il codice è errato. Resta un tentativo; poi tutto viene cancellato. Chieda di nuovo il codice.
   *[other] Il codice è errato. Restano { $count } tentativi.
}
handoff-problem-no-key = Manca una parte del link: ciò che segue il segno #. Copi il link intero e lo apra di nuovo. Nulla è perduto.
handoff-problem-damaged = Il link è danneggiato: la fine non corrisponde all’inizio. Copi il link intero e lo apra di nuovo. Nulla è perduto.
handoff-problem-no-crypto = Questo browser non può cifrare qui. Usi un browser aggiornato e un indirizzo che inizia con https.
handoff-problem-code = Il codice ha 12 cifre. Lo controlli, per favore.
handoff-problem-offline = Nessuna risposta. Controlli la connessione e riprovi. Se poi il link non vale più, ne chieda uno nuovo a { $sender }.
handoff-problem-unknown-link = Questo link non esiste. Copi di nuovo il link intero, o ne chieda uno nuovo a { $sender }.
handoff-problem-too-many = Troppi tentativi dalla Sua rete. Attenda dieci minuti e riprovi.
handoff-problem-swapped = Questo non è ciò che { $sender } ha sigillato: è stato modificato lungo il percorso o su questo server. Non se ne fidi. Chiami { $sender } e chieda un nuovo link.
handoff-problem-newer = È stato sigillato con una versione più recente. Ricarichi la pagina in un browser aggiornato; se non basta, chieda un nuovo link a { $sender }.
handoff-problem-trouble = Qualcosa è andato storto da parte nostra. Riprovi tra un momento.

handoff-unknown-title = Questo link non porta da nessuna parte
handoff-unknown-lead = Copi il link intero e lo apra di nuovo. Se non basta, ne chieda uno nuovo: ciò che è stato letto o è scaduto viene dimenticato dopo una settimana.
handoff-opened-title = Questo link è già stato aperto
handoff-opened-lead = Il contenuto è stato cancellato. Se non è stato Lei ad aprirlo, avverta subito { $sender }: lo ha letto qualcun altro.
handoff-revoked-title = Questo link è stato ritirato
handoff-revoked-lead = { $sender } lo ha revocato prima che qualcuno lo leggesse. Ne chieda uno nuovo.
handoff-wiped-title = Questo link è stato cancellato
handoff-wiped-lead = Il codice è stato errato troppe volte, perciò il contenuto è stato cancellato. Nessuno lo ha letto. Chieda un nuovo link a { $sender }.
handoff-expired-title = Il tempo di questo link è scaduto
handoff-expired-lead = Nessuno lo ha aperto in tempo, perciò il contenuto è stato cancellato. Chieda un nuovo link a { $sender }.

handoff-error-too-large = È troppo lungo. Un link serve per credenziali, non per documenti.
handoff-error-too-many = { $count ->
    [one] Un Suo link è già in attesa, ed è il massimo. Prima lo revochi.
   *[other] { $count } Suoi link sono già in attesa, ed è il massimo. Prima ne revochi uno.
}
handoff-error-form = La pagina è rimasta aperta troppo a lungo. Copi ciò che ha scritto, ricarichi la pagina e riprovi.
handoff-error-offline = Nessuna risposta. Controlli la connessione e riprovi.
