# As páginas no endereço do aplicativo, para quem dá suporte.
gate-brand = Acesso de suporte
gate-logged = O que você abre aqui fica registrado, e o cliente pode ler esse registro.
gate-your-access = Seu acesso
gate-details = Detalhes
gate-your-session = Sua sessão
gate-seen-as = Você vê o aplicativo como
gate-agent = Agente de suporte
gate-access-ends = O acesso termina
gate-your-access-ends = Seu acesso termina
gate-access-begins = Seu acesso começa
gate-access-ended = O acesso terminou
gate-your-address = Seu endereço
gate-trusted-until = Este navegador é confiável até
gate-reference = Referência
gate-reference-hint = Informe-a se pedir ajuda.
gate-to-start = Ir para a página inicial
gate-to-shared = Ver o que está compartilhado com você
gate-again = Tentar novamente
gate-sign-out = Sair
gate-end-session = Encerrar minha sessão

# Entrada.
gate-sign-in = Entrar
gate-signing-in = Entrando…
gate-sign-in-title = Entre para ajudar
gate-sign-in-lead = Use as credenciais que o cliente enviou a você.
gate-user-name = Nome de usuário
gate-password = Senha
gate-code = Código de segurança
gate-code-optional = opcional aqui
gate-code-optional-hint = Você pode deixar em branco; a próxima página pede o código.
gate-none-yet = Ainda não tem credenciais?
gate-none-yet-what = O cliente as cria para você e as envia: um nome de usuário, uma senha e um código de segurança.
gate-none-yet-time = Elas valem por tempo limitado. Se as suas não valem mais, peça novas.
gate-wrong = Estes dados não funcionaram.
gate-wrong-remedy = Confira o nome de usuário, a senha e o código de segurança. Se continuar acontecendo, peça ao cliente que gere novas credenciais.
gate-too-many-tries = Tentativas demais.
gate-too-many-tries-remedy = Aguarde antes de tentar de novo: { $wait }.
gate-busy = Não foi possível verificar agora.
gate-busy-remedy = Muitas pessoas estão entrando. Tente de novo em alguns segundos.
gate-form-expired = Esta página ficou aberta por tempo demais.
gate-form-expired-remedy = Digite seus dados mais uma vez.
gate-notice-ended = Seu acesso terminou.
gate-notice-ended-remedy = Para continuar, peça novas credenciais ao cliente.
gate-notice-signed-out = Você saiu.
gate-notice-signed-out-remedy = Você pode fechar esta página.
gate-notice-expired = Sua sessão expirou.
gate-notice-expired-remedy = Entre de novo para continuar de onde parou.

# O código de segurança.
gate-code-too-many = Códigos errados demais
gate-code-enter = Digite seu código de segurança
gate-code-confirm = Confirme com seu código de segurança
gate-code-last-step = Só mais um passo para entrar.
gate-code-protected = A página que você quer abrir é protegida por um código.
gate-code-each-time = “{ $place }” pede um código todas as vezes.
gate-code-promise = Depois disso, a maioria das páginas não pede de novo por { $span }.
gate-code-other-credentials = Usar outras credenciais
gate-code-hint-fixed = 8 dígitos, da mensagem que o cliente enviou a você.
gate-code-hint-totp = Os 6 dígitos que seu aplicativo autenticador mostra agora.
gate-code-goes-on = Depois do último, a página continua sozinha.
gate-code-continue = Continuar
gate-code-checking = Verificando…
gate-code-wrong = Este código não funcionou.
gate-code-wrong-fixed = Confira os dígitos e tente de novo. { $count ->
    [one] Resta 1 tentativa.
   *[other] Restam { $count } tentativas.
}
gate-code-wrong-totp = Aguarde o próximo no seu aplicativo. { $count ->
    [one] Resta 1 tentativa.
   *[other] Restam { $count } tentativas.
}
gate-code-wrong-email = Use o e-mail mais recente; um código vale uma única vez, por 10 minutos. { $count ->
    [one] Resta 1 tentativa.
   *[other] Restam { $count } tentativas.
}
gate-code-mail-failed = Não foi possível enviar o e-mail. Tente novamente em um minuto. Se continuar assim, avise o cliente.
gate-code-locked = Para manter este acesso seguro, aguarde antes da próxima tentativa: { $wait }.
gate-code-locked-for-good = Para manter este acesso seguro, estas credenciais estão bloqueadas. Peça ao cliente que gere novas.

# Onde se está.
gate-status-lead = Você vê o aplicativo como { $user } vê.
gate-status-parts = Isto é o que foi compartilhado com você.
gate-status-to-app = Ir para o aplicativo
gate-status-no-address = A página inicial do aplicativo não está compartilhada com você. Abra o endereço daquilo que você deve examinar.
gate-part-hidden = Não compartilhada
gate-part-view = Somente visualizar
gate-part-full = Visualizar e alterar

# Recusas e encerramentos.
gate-hidden = Esta parte não foi compartilhada com você
gate-hidden-elsewhere = Seu acesso de suporte abrange outras partes deste aplicativo, mas não esta.
gate-hidden-places = Seu acesso de suporte não inclui { $places }.
gate-hidden-advice = Se você precisa dela para ajudar, peça ao cliente que a compartilhe.
gate-read-only = Esta parte você só pode visualizar
gate-read-only-elsewhere = Você pode olhar aqui, mas não alterar nada. Nada foi salvo.
gate-read-only-places = Você pode olhar { $places }, mas não alterar nada. Nada foi salvo.
gate-read-only-advice = Se algo precisa mudar, peça ao cliente que o faça ou que dê a você acesso para alterar.
gate-ended = Seu acesso terminou
gate-ended-lead = Obrigado pela ajuda. Seu caminho para este aplicativo agora está fechado.
gate-ended-advice = Ainda não terminou? Peça novas credenciais ao cliente.
gate-ended-sign-in = Entrar com novas credenciais
gate-not-begun = Seu acesso ainda não começou
gate-not-begun-lead = Suas credenciais estão certas. O cliente abriu o acesso para mais tarde.
gate-not-begun-advice = Volte nesse momento; você não precisa de novas credenciais.
gate-paused = Seu acesso está pausado
gate-paused-lead = O cliente o colocou em espera. Você pode continuar assim que ele o retomar.
gate-paused-advice = Até lá ele fica fechado. A hora em que termina não muda.
gate-network = Não a partir desta rede
gate-network-lead = O cliente permite este acesso somente de certas redes, e a sua não está entre elas.
gate-network-advice = Conecte-se como costuma fazer para este cliente, por exemplo pela VPN da sua empresa.
gate-ambiguous = Não foi possível entender isto
gate-ambiguous-lead = Este link ou formulário pode ser lido de mais de uma forma, por isso não foi aberto.
gate-ambiguous-advice = Recomece de uma página do aplicativo. Se acontecer de novo, informe a referência.
gate-too-large = Isto é grande demais para enviar
gate-too-large-lead = O que você enviou é maior do que o acesso de suporte permite aqui. Nada foi salvo.
gate-too-large-advice = Tente um arquivo menor ou peça ao cliente que o envie.
gate-not-found = Não há página aqui
gate-not-found-lead = O endereço pode ter sido digitado errado, ou a página mudou de lugar.
gate-unknown-site = Este endereço não leva a lugar nenhum
gate-unknown-site-lead = Nenhum aplicativo está disponível com este nome.
gate-unknown-site-advice = Compare-o com o endereço na mensagem que o cliente enviou a você.

# Problemas que ninguém decidiu.
gate-slow-down = Vamos com calma
gate-slow-down-lead = Foi muita coisa de uma vez. Aguarde: { $wait }.
gate-unreachable = O aplicativo não responde
gate-unreachable-lead = Seu acesso de suporte está em ordem, mas o aplicativo em si não pode ser alcançado agora.
gate-unreachable-advice = Tente de novo em um minuto. Se continuar assim, avise o cliente.
gate-too-slow = O aplicativo está demorando demais
gate-too-slow-lead = Seu acesso de suporte está em ordem, mas o aplicativo não respondeu a tempo.
gate-too-slow-advice = Se você estava salvando algo, confira se foi salvo antes de repetir.
gate-undecided = Precisamos de um momento
gate-undecided-lead = Não foi possível verificar seu acesso agora. Por segurança, nada foi aberto.
gate-undecided-advice = Tente de novo em um minuto. Se continuar assim, informe a referência.
gate-signed-out = Você saiu
gate-signed-out-lead = Sua sessão neste navegador terminou. Você pode fechar esta página.
gate-signed-out-again = Entrar de novo
gate-quoted = “{ $place }”
gate-quoted-and = { $places } e { $last }
