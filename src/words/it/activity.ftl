# activity
activity-cut = { $count ->
    [one] ha interrotto 1 richiesta in corso
   *[other] ha interrotto { $count } richieste in corso
}
activity-code-accepted = ha inserito il codice di sicurezza corretto
activity-refused = ha chiesto qualcosa che è stato rifiutato ({ $reason })
