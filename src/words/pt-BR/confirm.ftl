# “Confirme que é você”, antes do que importa. { $agent } é "none" quando nenhum nome foi informado.
confirm-request-title = Abrir acesso de suporte
confirm-request-all = { $agent ->
    [none] O suporte
   *[other] { $agent }
} verá todo o { $site } como você vê, por { $duration }.{ $readOnly ->
    [yes] { " " }Nada poderá ser alterado.
   *[no] { "" }
}
confirm-request-except = { $agent ->
    [none] O suporte
   *[other] { $agent }
} verá tudo em { $site }, exceto { $parts }, por { $duration }.{ $readOnly ->
    [yes] { " " }Nada poderá ser alterado.
   *[no] { "" }
}
confirm-request-only = { $agent ->
    [none] O suporte
   *[other] { $agent }
} verá em { $site } somente { $parts }, por { $duration }.{ $readOnly ->
    [yes] { " " }Nada poderá ser alterado.
   *[no] { "" }
}
confirm-request-nothing = { $agent ->
    [none] O suporte
   *[other] { $agent }
} poderá entrar em { $site } por { $duration }, mas não verá nenhuma das partes. Volte e marque o que deve ser visto.
confirm-request-begins = Início: { $moment }.
confirm-resume-title = Retomar o acesso de suporte
confirm-resume = { $agent ->
    [none] O suporte
   *[other] { $agent }
} poderá entrar em { $site } novamente.
confirm-regenerate-title = Novas credenciais
confirm-regenerate = { $agent ->
    [none] O suporte recebe
   *[other] { $agent } recebe
} novas credenciais para { $site }. As antigas e todas as sessões terminam na hora.
confirm-authenticator-title = Configurar um aplicativo autenticador
confirm-authenticator = A partir daí, para entrar será preciso um código desse aplicativo.
confirm-authenticator-off-title = Desativar o aplicativo autenticador
confirm-authenticator-off = Sua conta perde essa proteção e os códigos de recuperação.
confirm-recovery-title = Novos códigos de recuperação
confirm-recovery = Você recebe doze novos códigos. Os antigos deixam de valer.
confirm-email-title = Ativar códigos por e-mail
confirm-email = Enviamos um código ao seu endereço para ter certeza de que você o lê.
confirm-email-off-title = Desativar códigos por e-mail
confirm-email-off = Sua conta perde essa proteção.
confirm-token-title = Criar um token de acesso
confirm-token = Quem tiver o token pode usá-lo em seu nome.
confirm-token-renew-title = Renovar um token de acesso
confirm-token-renew = O token recebe um novo segredo. Programas que usam o antigo deixam de funcionar.
