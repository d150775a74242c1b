# A linha do tempo.
activity-title = Atividade
activity-lead = Quem fez o quê com o acesso que você concedeu, do mais recente ao mais antigo.
activity-filter = Filtro
activity-grant = Acesso
activity-all = Todos
activity-kind = O quê
activity-all-kinds = Tudo
activity-kind-access = Uso do aplicativo
activity-kind-blocked = Bloqueado
activity-kind-sign-in = Entradas
activity-kind-change = Suas alterações
activity-from-day = De
activity-to-day = Até
activity-apply = Mostrar
activity-clear = Mostrar tudo
activity-export = Salvar esta lista:
activity-older = Registros anteriores
activity-today = Hoje
activity-yesterday = Ontem
activity-empty-title = Nada para mostrar
activity-empty-lead = Assim que um acesso for aberto ou usado, você verá aqui.
activity-empty-filtered = Nada corresponde a este filtro.

# Novas linhas que chegam sozinhas.
activity-live = Novos registros aparecem automaticamente
activity-held = Lista em pausa
activity-waiting = Lista em pausa, novos registros: (count)
activity-lost = Conexão perdida, tentando novamente…
activity-hold = Pausar lista
activity-go-on = Continuar

# Linhas. O que vem depois de um nome: “Anna abriu Mensagens”.
activity-elsewhere = outra parte do aplicativo
activity-opened = abriu { $place }
activity-changed = fez alterações em { $place }
activity-tried = tentou abrir { $place }
activity-tried-to-change = tentou fazer alterações em { $place }
activity-asked-for-code = recebeu o pedido de um código de segurança
activity-signed-in = entrou
activity-failed-sign-in = tentou entrar
activity-wrong-code = digitou um código incorreto
activity-locked-out = ficou sem acesso após códigos incorretos demais
activity-signed-out = saiu
activity-gave-access = abriu o acesso do suporte a { $site }
activity-revoked = revogou o acesso
activity-regenerated = criou novas credenciais
activity-paused = pausou o acesso
activity-resumed = retomou o acesso
activity-expired = perdeu o acesso: o tempo acabou
activity-changed-password = alterou a senha
activity-enabled-authenticator = ativou o aplicativo autenticador
activity-disabled-authenticator = desativou o aplicativo autenticador
activity-enabled-email = ativou os códigos por e-mail
activity-disabled-email = desativou os códigos por e-mail
activity-made-recovery-codes = criou novos códigos de recuperação
activity-ended-session = encerrou uma sessão
activity-forgot-trust = removeu um navegador confiável
activity-made-token = criou o token de acesso “{ $name }”
activity-renewed-token = gerou um novo segredo para o token “{ $name }”
activity-reset-password = redefiniu a senha
activity-reset-factors = redefiniu os segundos fatores
activity-revoked-token = revogou o token de acesso “{ $name }”
activity-outcome-blocked = bloqueado
activity-outcome-failed = sem sucesso
activity-times = { $count } vezes
activity-acting-as = como { $user }
activity-from = de { $network }
activity-code = Código
activity-to-grant = Para este acesso
activity-cut = { $count ->
    [one] encerrou 1 solicitação em andamento
   *[other] encerrou { $count } solicitações em andamento
}
activity-made-link = criou o link de uso único { $link }
activity-opened-link = abriu o link de uso único { $link }
activity-failed-link = não conseguiu abrir o link de uso único { $link }
activity-revoked-link = revogou o link de uso único { $link }
activity-wiped-link = apagou o link de uso único { $link } com códigos errados
activity-expired-link = apagou o link de uso único { $link }, que ninguém havia aberto
activity-link-holder = Alguém com o link
activity-token = Token de acesso “{ $name }”
activity-code-mailed = recebeu um código de segurança por e-mail
activity-code-accepted = informou o código de segurança correto
activity-refused = pediu algo que foi recusado ({ $reason })
