# Página inicial.
support-home-title = Acesso do suporte
support-home-lead = Ninguém entra sem que você abra a porta. Você pode fechá-la a qualquer momento.
support-no-sites-title = Ainda não há aplicativos ligados à sua conta
support-no-sites-lead = Peça ao operador deste gateway que associe à sua conta o seu nome de usuário no aplicativo. Depois disso, você poderá solicitar suporte aqui.
support-as-user = como { $user }
support-nobody-has-access = Ninguém do suporte tem acesso.
support-request = Solicitar suporte remoto
support-request-again = Solicitar suporte novamente
support-badge-open = Acesso aberto
support-badge-scheduled = Começa mais tarde
support-badge-paused = Pausado
support-badge-ended = Encerrado
support-who = Quem
support-time-left = Tempo restante
support-time-left-paused = Pausado, o tempo continua correndo
support-until = até
support-sessions = Conectados agora
support-sessions-count = { $count ->
    [0] Ninguém
    [one] 1 sessão
   *[other] { $count } sessões
}
support-last-used = último uso
support-last-used-label = Último uso
support-never-used = nunca usado
support-never = ainda não
support-first-used = Primeiro uso
support-began = Aberto em
support-since = desde
support-details = Detalhes
support-revoke = Revogar
support-regenerate = Novas credenciais

# Primeira janela.
support-request-title = Solicitar suporte para { $site }
support-request-lead = O agente de suporte trabalha no aplicativo com o seu usuário, { $user }: ele vê o que você vê, dentro dos limites que você definir aqui.
support-duration = Por quanto tempo?
support-starts = Início
support-starts-hint = Vazio: agora. No seu fuso horário, com no máximo 30 dias de antecedência.
support-starts-hint-utc = Vazio: agora. Em UTC, com no máximo 30 dias de antecedência.
support-visibility = O que o suporte pode ver?
support-visibility-hint = Estas partes ficam ocultas se você não as marcar. O restante do aplicativo fica visível.
support-visibility-hint-only = O suporte vê somente as partes que você marcar. Todo o resto fica oculto.
support-visibility-whole = O aplicativo inteiro, como você o vê.
support-show = Permitir ver { $part }
support-read-only = Somente leitura
support-read-only-about = O suporte pode ver tudo o que é mostrado, mas não pode alterar nada.
support-agent-title = Quem vai ajudar você?
support-agent-name = Nome
support-agent-email = E-mail
support-reason = Qual é o assunto?
support-ticket = Número do chamado
support-limits-title = Outros limites
support-networks = Somente destas redes
support-networks-hint = Por exemplo 192.0.2.0/24 ou 192.0.2.7. Vazio: de qualquer lugar.
support-claim = Primeiro acesso
support-claim-without = A qualquer momento
support-claim-count = { $count ->
    [one] Em até 1 hora
   *[other] Em até { $count } horas
}
support-idle = Quando nada é feito
support-idle-without = Escolha do operador
support-idle-count = Sair após { $count } minutos
support-idle-after = Sair após { $span }
support-at-once = Navegadores ao mesmo tempo
support-at-once-without = Sem limite
support-at-once-count = { $count ->
    [one] 1, e um novo o encerra
   *[other] { $count }, e mais um encerra o mais antigo
}
support-code-title = Código de segurança
support-code-fixed = Código fixo
support-code-fixed-about = Mostrado uma única vez, junto com a senha.
support-code-totp = Código rotativo
support-code-totp-about = O aplicativo autenticador do agente mostra um novo a cada 30 segundos.
support-code-email = Código por e-mail
support-code-email-about = A cada vez, um novo é enviado ao endereço de e-mail do agente.
support-code-mailed-to = enviado a cada vez para { $address }
support-confirm = Confirmar
support-request-next = Na próxima página você recebe as credenciais para enviar ao seu fornecedor. Elas são mostradas uma única vez.
support-error-duration = Escolha uma das durações oferecidas.
support-error-start = Escolha um momento nos próximos 30 dias, ou deixe vazio para agora.
support-error-scope = Uma das partes não está mais disponível. Confira sua escolha.
support-error-agent = O nome é longo demais ou contém caracteres que não existem em nomes.
support-error-email = Este não é um endereço de e-mail. Escreva como nome@example.org ou deixe o campo vazio.
support-error-email-for-codes = Informe o endereço de e-mail do agente: os códigos são enviados para lá.
support-error-reason = Descreva em até 500 caracteres.
support-error-ticket = O número do chamado tem no máximo 100 caracteres.
support-error-networks = Escreva redes como 192.0.2.0/24, separadas por vírgulas, ou deixe o campo vazio.
support-error-limit = Escolha um dos limites oferecidos.
support-error-code = Escolha um dos tipos de código oferecidos.

# A frase acima de “Confirmar”. O script põe nome, partes e hora no lugar das palavras entre parênteses.
support-summary-who = O suporte do seu fornecedor
support-summary-all = (who) vê o aplicativo inteiro como você, até (until).
support-summary-all-read = (who) pode ver o aplicativo inteiro, mas não alterar nada, até (until).
support-summary-except = (who) vê tudo, exceto (parts), até (until).
support-summary-except-read = (who) pode ver tudo, exceto (parts), mas não alterar nada, até (until).
support-summary-only = (who) vê somente (parts), até (until).
support-summary-only-read = (who) pode ver somente (parts), sem alterar nada, até (until).
support-summary-nothing = (who) não vê nenhuma dessas partes. Marque o que deve ser visto.
support-summary-begins = Início: (begin).
support-summary-today = hoje às (time)
support-summary-tomorrow = amanhã às (time)

# Segunda janela.
support-credentials-title = O acesso do suporte está ativo
support-credentials-title-later = O acesso do suporte está preparado
support-credentials-lead =
    Envie estas credenciais { $agent ->
        [none] ao suporte do seu fornecedor
       *[other] para { $agent }
    } e para mais ninguém, pelo canal que vocês costumam usar.
support-credentials-once = Você só vê a senha e o código agora. Depois que fechar esta página, ninguém poderá mostrá-los de novo.
support-url = Endereço
support-username = Nome de usuário
support-password = Senha
support-security-code = Código de segurança
support-works-from = Válido a partir de
support-timeout = Válido até
support-qr-about = O agente escaneia isto com um aplicativo autenticador ou digita a chave:
support-qr-alt = Código QR com a chave para o aplicativo autenticador do agente. A mesma chave está ao lado, como texto.
support-saved = Salvei ou enviei estas credenciais
support-close = Fechar
support-gone-title = Estas credenciais já foram mostradas
support-gone-lead = O acesso está ativo, mas a senha e o código não podem ser mostrados uma segunda vez.
support-gone-advice =
    Se elas se perderam antes de chegar { $agent ->
        [none] ao suporte do seu fornecedor
       *[other] a { $agent }
    }, crie novas. As antigas deixam de funcionar nesse momento.
support-gone-to-grant = Ver este acesso

# Terceira janela.
support-already-title = O acesso do suporte já está ativo
support-already-lead = Ele termina em { $span }
support-grant-title = Acesso do suporte a { $site }
support-grant-lead =
    { $agent ->
        [none] O suporte do seu fornecedor
       *[other] { $agent }
    } pode trabalhar no aplicativo com o seu usuário, { $user }.
support-grant-lead-paused =
    { $agent ->
        [none] O suporte do seu fornecedor
       *[other] { $agent }
    } não consegue entrar no momento. Se você retomar o acesso, poderá trabalhar de novo com o seu usuário, { $user }.
support-grant-lead-scheduled =
    A hora ainda não chegou: { $agent ->
        [none] O suporte do seu fornecedor
       *[other] { $agent }
    } poderá trabalhar no aplicativo com o seu usuário, { $user }.
support-locked = Bloqueado após códigos incorretos demais. Ninguém consegue entrar até você criar novas credenciais.
support-parts = O que o suporte vê
support-part-whole-app = O aplicativo inteiro
support-part-elsewhere = Todo o resto
support-part-hidden = oculto
support-part-read-only = somente leitura
support-part-full = completo
support-no-sessions = Ninguém está conectado agora.
support-see-activity = Ver o que foi feito
support-stub = Este acesso
support-acts-as = Trabalha com o seu usuário
support-cut-revoked = Acesso revogado.
support-cut-regenerated = Novas credenciais criadas; as antigas não funcionam mais.
support-cut-paused = Acesso pausado.
support-cut-expired = O tempo acabou.
support-cut-sessions = { $count ->
    [0] Ninguém estava conectado.
    [one] 1 sessão foi interrompida.
   *[other] { $count } sessões foram interrompidas.
}
support-cut-connections = { $count ->
    [one] 1 conexão aberta foi cortada em até { $milliseconds } ms.
   *[other] { $count } conexões abertas foram cortadas em até { $milliseconds } ms.
}
support-ask-revoke-title =
    Revogar o acesso { $agent ->
        [none] do suporte do seu fornecedor
       *[other] de { $agent }
    }?
support-ask-revoke-lead =
    { $agent ->
        [none] O suporte do seu fornecedor
       *[other] { $agent }
    } perde o acesso a { $site } imediatamente, e as credenciais deixam de funcionar. Isso não pode ser desfeito, mas você pode solicitar suporte novamente a qualquer momento.
support-ask-revoke-button = Revogar o acesso
support-ask-regenerate-title =
    Novas credenciais para { $agent ->
        [none] o suporte do seu fornecedor
       *[other] { $agent }
    }?
support-ask-regenerate-lead =
    As credenciais antigas de { $site } deixam de funcionar imediatamente, e a sessão { $agent ->
        [none] do suporte do seu fornecedor
       *[other] de { $agent }
    } é encerrada. Você recebe novas para enviar; o tempo e os limites continuam os mesmos.
support-ask-regenerate-button = Criar novas credenciais
support-ask-sessions = { $count ->
    [one] Há uma sessão aberta agora. O trabalho não salvo nela pode se perder.
   *[other] Há { $count } sessões abertas agora. O trabalho não salvo nelas pode se perder.
}

# Recibo.
support-ended-title = O acesso do suporte a { $site } terminou
support-ended-expired = O tempo acabou:
support-ended-revoked = Revogado por { $by }:
support-receipt = O que aconteceu
support-count-sign-ins = { $count ->
    [0] entradas
    [one] entrada
   *[other] entradas
}
support-count-failed = { $count ->
    [0] tentativas de entrada sem sucesso
    [one] tentativa de entrada sem sucesso
   *[other] tentativas de entrada sem sucesso
}
support-count-requests = { $count ->
    [0] páginas e arquivos abertos
    [one] página ou arquivo aberto
   *[other] páginas e arquivos abertos
}
support-count-changes = { $count ->
    [0] alterações enviadas
    [one] alteração enviada
   *[other] alterações enviadas
}
support-count-blocked = { $count ->
    [0] tentativas bloqueadas
    [one] tentativa bloqueada
   *[other] tentativas bloqueadas
}
support-ended-home = Para a página inicial

# O link de emergência em um e-mail.
support-freeze-title = Pausar o acesso do suporte agora?
support-freeze-lead =
    Um clique pausa imediatamente o acesso { $agent ->
        [none] do suporte do seu fornecedor
       *[other] de { $agent }
    } a { $site }. Quem estiver conectado é desconectado.
support-freeze-after = Nada se perde: entre mais tarde para retomar o acesso ou encerrá-lo. Por si só, ele termina em
support-freeze-button = Pausar o acesso agora
support-frozen-title = O acesso do suporte está pausado
support-frozen-lead =
    { $agent ->
        [none] O suporte do seu fornecedor
       *[other] { $agent }
    } não entra mais em { $site }.
support-frozen-next = Entre para ver o que foi feito e para retomar ou encerrar o acesso.
support-frozen-sign-in = Entrar
