# Os e-mails que enviamos. No assunto não há nada secreto: os servidores de e-mail o registram.
mail-greeting = Olá, { $name },
mail-greeting-unnamed = Olá,
mail-closing = Esta mensagem foi enviada automaticamente por { $product }.
mail-moment = { $day }/{ $month }/{ $year }, { $time } UTC

mail-fact-when = Quando: { $value }
mail-fact-client = De onde: { $value }
mail-client-operator = o operador deste gateway
mail-fact-site = Aplicativo: { $value }
mail-fact-agent = Suporte: { $value }
mail-fact-ticket = Chamado: { $value }
mail-fact-from = Válido a partir de: { $value }
mail-fact-until = Válido até: { $value }
mail-fact-ended = Encerrado em: { $value }
mail-fact-shows = Visível: { $value }
mail-fact-what = Bloqueado: { $value }

mail-code-subject = Seu código de segurança
mail-code-sign-in = Este é o código de segurança para entrar em { $product }:
mail-code-action = Este é o código de segurança para confirmar o que você está fazendo em { $product }:
mail-code-address = Este é o código de segurança para confirmar o seu endereço. Depois disso, { $product } poderá enviar códigos de segurança para cá:
mail-code-password = Este é o código de segurança para definir uma nova senha em { $product }:
mail-code-support = Este é o código de segurança para a sua sessão de suporte em { $site }:
mail-code-validity = { $minutes ->
    [one] Ele vale por um minuto e só pode ser usado uma vez.
   *[other] Ele vale por { $minutes } minutos e só pode ser usado uma vez.
}
mail-code-warning = Ninguém vai pedir este código a você por telefone ou e-mail. Se você não o solicitou, alguém pode saber a sua senha: troque-a.
mail-code-warning-support = Ninguém vai pedir este código a você por telefone ou e-mail. Se você não o solicitou, avise a pessoa que lhe deu o acesso.

mail-invitation-subject = Sua conta em { $product }
mail-invitation-by = { $by } convidou você para { $product }. Abra este link e escolha uma senha:
mail-invitation-operator = Você recebeu um convite para { $product }. Abra este link e escolha uma senha:
mail-invitation-until = O link só funciona uma vez, até { $until }.
mail-invitation-warning = Não o repasse: quem o abrir fica com a conta. Se você não esperava um convite, pode ignorar esta mensagem.

mail-token-created-subject = Um token de acesso foi criado
mail-token-created = O token de acesso pessoal “{ $name }” foi criado para a sua conta em { $product }. Com ele, programas podem entrar em seu nome.
mail-factor-enabled-subject = A verificação em duas etapas foi alterada
mail-factor-enabled-authenticator = A partir de agora, a sua conta em { $product } pede um código de segurança do seu aplicativo autenticador.
mail-factor-enabled-mail = A partir de agora, a sua conta em { $product } pede um código de segurança que você recebe por e-mail.
mail-factor-disabled-subject = A verificação em duas etapas foi alterada
mail-factor-disabled-authenticator = A sua conta em { $product } não pede mais um código de segurança do seu aplicativo autenticador.
mail-factor-disabled-mail = A sua conta em { $product } não envia mais códigos de segurança por e-mail.
mail-password-changed-subject = Sua senha foi alterada
mail-password-changed = A senha da sua conta em { $product } foi alterada.
mail-signed-out-elsewhere = Todas as outras sessões foram encerradas.
mail-handoff-opened-subject = Seu link de uso único foi aberto
mail-handoff-opened = O link de uso único { $link } que você criou em { $product } foi aberto. O conteúdo foi apagado do servidor; ninguém pode abri-lo uma segunda vez.
mail-handoff-not-meant = Se não foi a pessoa para quem ele era destinado, troque imediatamente o que estava nele. Aqui você vê todos os seus links:
mail-room-joined-subject = Alguém entrou na sua sala
mail-room-joined = Alguém entrou em uma sala que você abriu em { $product }. Leiam as seis palavras um para o outro ao telefone antes de escrever algo secreto.
mail-room-not-meant = Se não foi a pessoa que você convidou, feche a sala imediatamente:
mail-not-you = Se não foi você, entre aqui imediatamente, desfaça a alteração e troque a sua senha:

mail-grant-agent-unnamed = O suporte
mail-grant-created-subject = O acesso de suporte a { $site } está aberto
mail-grant-created = Você deu ao suporte acesso a { $site }. Avisaremos quando ele for usado pela primeira vez.
mail-grant-agreed-subject = O acesso de suporte a { $site } está combinado
mail-grant-agreed = Você deu ao suporte acesso a { $site } para mais tarde. Até lá ninguém entra. Avisaremos quando ele for usado pela primeira vez.
mail-grant-first-use-subject = O acesso de suporte a { $site } está em uso
mail-grant-first-use = { $agent } acaba de usar pela primeira vez o seu acesso de suporte a { $site }.
mail-grant-second-client-subject = O acesso de suporte a { $site } está em uso em um segundo dispositivo
mail-grant-second-client = { $agent } está usando o seu acesso de suporte a { $site } a partir de outro navegador, dispositivo ou rede. Se isso parecer estranho, interrompa o acesso e pergunte.
mail-grant-denied-subject = Uma solicitação do suporte a { $site } foi bloqueada
mail-grant-denied = { $agent } tentou abrir em { $site } algo que você não deixou visível. A tentativa foi bloqueada. Isso costuma acontecer por engano.
mail-grant-locked-out-subject = O acesso de suporte a { $site } está bloqueado
mail-grant-locked-out = Uma senha ou um código de segurança incorreto foi digitado vezes demais para o seu acesso de suporte a { $site }. Ninguém mais pode entrar com essas credenciais. Se o suporte ainda precisar delas, crie novas credenciais no portal.
mail-grant-nearly-ended-subject = { $minutes ->
    [one] O acesso de suporte a { $site } termina em um minuto
   *[other] O acesso de suporte a { $site } termina em { $minutes } minutos
}
mail-grant-nearly-ended = O seu acesso de suporte a { $site } está quase terminando. Você não precisa fazer nada; se o suporte precisar de mais tempo, abra depois um novo acesso.
mail-grant-ended-subject = O acesso de suporte a { $site } terminou
mail-grant-ran-out = O prazo do seu acesso de suporte a { $site } terminou. As credenciais não valem mais.
mail-grant-revoked = O seu acesso de suporte a { $site } foi revogado. As credenciais não valem mais.
mail-grant-never-used = Ele nunca foi usado.
mail-grant-summary =
    O que aconteceu: { $requests ->
        [one] uma solicitação
       *[other] { $requests } solicitações
    }, { $denied ->
        [0] nenhuma bloqueada
        [one] uma bloqueada
       *[other] { $denied } bloqueadas
    }, a partir de { $clients ->
        [one] um dispositivo
       *[other] { $clients } dispositivos
    }.
mail-grant-freeze = Você pode interromper este acesso a qualquer momento, sem precisar entrar no portal. O que o suporte tiver aberto é cortado na hora e só volta a funcionar quando você o permitir de novo no portal:
mail-grant-page = Tudo o que acontece com ele você vê no portal:
