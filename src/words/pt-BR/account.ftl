# A própria conta.
account-title = Conta
account-about = Seus dados
account-name = Nome
account-email = E-mail
account-email-verified = verificado
account-email-unverified = ainda não verificado
account-email-none = nenhum

# Convite.
account-invitation-title = Escolha sua senha
account-invitation-lead = Boas-vindas, { $account }. Com esta conta você abre, acompanha e encerra acessos do suporte.
account-sites = { $count ->
    [one] Aplicativo
   *[other] Aplicativos
}
account-invitation-button = Salvar senha

# Senha.
account-password = Senha
account-password-lead = Depois da alteração, esta sessão continua ativa; todas as outras são encerradas.
account-current-password = Senha atual
account-new-password = Nova senha
account-new-password-again = Repita a nova senha
account-change-password = Alterar senha
account-password-rules = De 12 a 1024 caracteres. Várias palavras seguidas são fáceis de lembrar e difíceis de adivinhar.
account-password-too-short = A senha é curta demais: ela precisa de pelo menos 12 caracteres.
account-password-too-long = A senha é longa demais: o limite é de 1024 caracteres.
account-password-common = Esta senha está na lista que todos tentam primeiro. Escolha outra.
account-password-differ = As duas senhas são diferentes. Digite as duas novamente.
account-password-contains-name = A senha contém um nome fácil de adivinhar. Escolha outra.
account-password-wrong = { $count ->
    [0] A senha atual está incorreta. Você não tem mais tentativas.
    [one] A senha atual está incorreta. Você tem mais 1 tentativa.
   *[other] A senha atual está incorreta. Você tem mais { $count } tentativas.
}
account-password-wrong-uncounted = A senha atual está incorreta.
account-password-locked = Houve tentativas demais. Aguarde { $wait } antes da próxima.

# Segundo fator.
account-factors = Segundo fator
account-factors-lead = Solicitado ao entrar e antes de tudo o que é importante.
account-no-factor = Sua conta está protegida apenas por uma senha. Configure um aplicativo autenticador; leva dois minutos.
account-on = em uso
account-off = não está em uso
account-on-since = em uso desde
account-turn-on = Ativar
account-turn-off = Desativar
account-set-up = Configurar
account-replace = Substituir
account-authenticator = Aplicativo autenticador
account-authenticator-about = o método mais seguro
account-email-codes = Códigos por e-mail
account-email-codes-need-address = falta um endereço de e-mail; peça ao operador que o adicione
account-email-codes-no-mail = este gateway não envia e-mails
account-recovery-codes = Códigos de recuperação
account-recovery-codes-left = { $count ->
    [0] não resta nenhum: crie novos
    [one] resta 1
   *[other] restam { $count }
}
account-recovery-codes-none = nenhum
account-recovery-codes-new = Criar novos códigos
account-authenticator-title = Configurar um aplicativo autenticador
account-authenticator-lead = O aplicativo mostra um novo código a cada 30 segundos. Quem tem apenas a sua senha fica do lado de fora.
account-authenticator-step-install = Tenha um aplicativo autenticador no seu celular. Qualquer um serve.
account-authenticator-step-scan = Escaneie um código QR com ele e digite o código que aparecer.
account-authenticator-step-keep = Salve os códigos de recuperação para o dia em que ficar sem o celular.
account-authenticator-replaces = O aplicativo atual deixa de funcionar assim que o novo for confirmado.
account-authenticator-signs-out = Ao ativá-lo, todas as suas outras sessões são encerradas.
account-authenticator-start = Começar
account-scan-title = Escaneie este código
account-scan-lead = Abra seu aplicativo autenticador e adicione uma conta escaneando o código.
account-qr-alt = Código QR com a chave para o seu aplicativo autenticador. A mesma chave está ao lado, como texto.
account-scan-type = Não consegue escanear? Digite esta chave no aplicativo:
account-scan-settings = Baseado em tempo, 6 dígitos, 30 segundos.
account-scan-link = Abrir em um aplicativo neste dispositivo
account-scan-code = Código que o aplicativo mostra
account-email-confirm-title = Confira sua caixa de entrada
account-email-confirm-lead = Enviamos 6 dígitos para { $address }. Digite-os para ativar os códigos por e-mail.
account-recovery-title = Salve seus códigos de recuperação
account-recovery-lead = Se você ficar sem o celular, cada um destes códigos substitui o aplicativo uma vez.
account-recovery-once = Eles só são mostrados agora. Os códigos que você tinha antes não valem mais.
account-recovery-saved = Salvei estes códigos
account-recovery-done = Concluir

# Sessões e navegadores confiáveis.
account-sessions = Suas sessões
account-this-session = Esta sessão
account-end-session = Encerrar
account-end-other-sessions = Encerrar todas as outras sessões
account-trusted = Navegadores confiáveis
account-trusted-lead = Depois de um código correto, o navegador não precisa informar outro por um breve período.
account-trusted-none = Nenhum no momento.
account-trusted-until = até
account-forget = Remover
account-forget-all = Remover todos

# Feito.
account-notice-password-changed = Sua senha foi alterada. Todas as outras sessões foram encerradas.
account-notice-authenticator-on = O aplicativo autenticador está ativado.
account-notice-authenticator-off = O aplicativo autenticador está desativado.
account-notice-email-on = Os códigos por e-mail estão ativados.
account-notice-email-off = Os códigos por e-mail estão desativados.
account-notice-sessions-ended = A sessão foi encerrada.
account-notice-trust-forgotten = Estes navegadores precisarão informar um código novamente.

# Tokens.
account-tokens = Tokens de acesso
account-tokens-about = Com um token, um programa pode agir por você sem a sua senha.
account-tokens-lead = Com um token, um programa pode agir por você sem a sua senha. Guarde-o com o mesmo cuidado que a senha e revogue-o quando não for mais necessário.
account-tokens-manage = { $count ->
    [0] Criar um token
    [one] 1 token
   *[other] { $count } tokens
}
account-tokens-none = Você não tem tokens.
account-token-new = Novo token
account-token-name = Nome
account-token-name-hint = Para reconhecê-lo depois, por exemplo “Relatório mensal”.
account-token-for = Para que serve?
account-token-for-portal = Este portal
account-token-for-portal-about = O programa pede acesso de suporte, acompanha e encerra esse acesso, como você nestas páginas.
account-token-for-app = O aplicativo { $site }
account-token-for-app-about = O programa usa o aplicativo como você e vê somente o que você marcar. O que não pertence a nenhuma parte aparece como aparece para o suporte.
account-token-read-only-about = No aplicativo escolhido, o programa não pode alterar nada.
account-token-only-looks = somente olha
account-token-lifetime = Por quanto tempo vale?
account-token-never = não expira
account-token-networks = Somente destas redes
account-token-networks-hint = Por exemplo 192.0.2.0/24, 2001:db8::/32. Vazio: de qualquer lugar.
account-token-bypass = Nunca pedir um código
account-token-bypass-about = Quem tiver o token não precisa de mais nada. Somente para programas que não conseguem digitar um código.
account-token-create = Criar token
account-token-made = criado em
account-token-expires = expira em
account-token-only-from = somente de { $networks }
account-token-bypasses = nunca pede um código
account-token-regenerate = Novo segredo
account-token-revoke = Revogar
account-token-shown-title = Seu novo token
account-token-once = O token só é mostrado agora. Copie-o para onde o programa precisa dele.
account-token-replaced = O segredo antigo não funciona mais.
account-token-revoked = O token “{ $name }” não funciona mais.
account-token-nothing-cut = Nada estava em andamento com ele.
account-token-saved = Salvei o token
account-token-error-name = Dê um nome de até 100 caracteres.
account-token-error-name-taken = Você já tem um token com este nome.
account-token-error-expires = Escolha um dos prazos oferecidos.
account-token-error-networks = Escreva as redes como 192.0.2.0/24 ou 2001:db8::/32, separadas por vírgulas.
account-token-error-app = Escolha um dos aplicativos e somente partes desse aplicativo.
account-token-error-too-many = Você já tem o número máximo de tokens por conta. Revogue um primeiro.
