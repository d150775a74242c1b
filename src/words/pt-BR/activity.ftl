# activity
activity-cut = { $count ->
    [one] encerrou 1 solicitação em andamento
   *[other] encerrou { $count } solicitações em andamento
}
activity-code-accepted = informou o código de segurança correto
activity-refused = pediu algo que foi recusado ({ $reason })
