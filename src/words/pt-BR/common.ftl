# O que todas as páginas têm em comum: nomes, tempo, a moldura da página.
common-product = Gatepass
common-skip = Ir para o conteúdo
common-nav = Menu principal
common-nav-support = Suporte
common-nav-handoff = Entrega
common-nav-activity = Atividade
common-nav-account = Conta
common-sign-out = Sair
common-language = Idioma
common-role-grantor = Administrador
common-role-operator = Operador
common-role-agent = Suporte
common-support-agent = Suporte do seu fornecedor

# Acessos abertos, acima de cada página.
common-live-title = Acessos de suporte abertos
common-live-open =
    { $agent ->
        [none] O suporte do seu fornecedor
       *[other] { $agent }
    } tem acesso a { $site }
common-live-paused =
    { $agent ->
        [none] Suporte do seu fornecedor
       *[other] { $agent }
    }: o acesso a { $site } está pausado
common-live-scheduled =
    { $agent ->
        [none] O suporte do seu fornecedor
       *[other] { $agent }
    } terá acesso a { $site }
common-end-now = Encerrar agora
common-pause = Pausar
common-resume = Retomar

# Palavras que aparecem em muitas páginas.
common-error = Erro
common-please-correct = Por favor, confira:
common-cancel = Cancelar
common-back = Voltar
common-new-tab = (abre em uma nova aba)
common-show = Mostrar
common-hide = Ocultar
common-copy = Copiar
common-copied = Copiado
common-copy-denied = Seu navegador não permite copiar. O texto está selecionado: pressione Ctrl+C ou ⌘C.
common-download = Salvar como .txt
common-print = Imprimir
common-optional = opcional
common-moment-please = Um momento…
common-to-start = Ir para a página inicial
common-code-for-operator = Código para o operador

# Tempo.
common-date = { $weekday }, { $day } de { $month } de { $year }
common-moment = { $date }, { $clock } UTC
common-weekday = { $number ->
    [1] seg.
    [2] ter.
    [3] qua.
    [4] qui.
    [5] sex.
    [6] sáb.
   *[7] dom.
}
common-month = { $number ->
    [1] jan.
    [2] fev.
    [3] mar.
    [4] abr.
    [5] mai.
    [6] jun.
    [7] jul.
    [8] ago.
    [9] set.
    [10] out.
    [11] nov.
   *[12] dez.
}
common-seconds = { $count ->
    [0] 0 segundos
    [one] 1 segundo
   *[other] { $count } segundos
}
common-minutes = { $count ->
    [0] 0 minutos
    [one] 1 minuto
   *[other] { $count } minutos
}
common-hours = { $count ->
    [0] 0 horas
    [one] 1 hora
   *[other] { $count } horas
}
common-days = { $count ->
    [0] 0 dias
    [one] 1 dia
   *[other] { $count } dias
}
common-days-away = { $count ->
    [0] 0 dias
    [one] 1 dia
   *[other] { $count } dias
}
common-in-span = em { $span }
common-span-ago = há { $span }
common-in-a-moment = em menos de um minuto
common-just-now = agora mesmo
common-less-than-a-minute = menos de um minuto
common-is-over = encerrado

# Mensagens que são uma página própria.
common-not-found-title = Não há nada aqui
common-not-found-lead = A página não existe ou não é destinada a você.
common-trouble-title = Algo deu errado do nosso lado
common-trouble-lead = Tente novamente em instantes. Se acontecer de novo, informe este código ao operador.
common-form-expired-title = Nada foi alterado
common-form-expired-lead = A página ficou aberta por tempo demais, ou você entrou novamente nesse meio-tempo. Abra-a de novo e tente outra vez.
common-forbidden-title = Você não pode fazer isso
common-forbidden-lead = Sua conta não tem permissão para isso. Nada foi alterado.
common-busy-title = Um pouco rápido demais
common-busy-lead = Aguarde { $wait } e tente novamente.
common-invitation-over-title = Este convite não é mais válido
common-invitation-over-lead = Ele já foi usado ou expirou. Peça um novo a quem convidou você. Se já escolheu sua senha, basta entrar.
common-freeze-over-title = Este link não é mais válido
common-freeze-over-lead = Ele já foi usado, ou o acesso a que se referia foi encerrado. Entre para ver o que está aberto.
