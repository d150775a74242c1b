# Entrar e provar quem você é.
sign-in-title = Entrar
sign-in-lead = Abra, acompanhe e encerre o acesso do suporte aos seus aplicativos.
sign-in-username = Nome de usuário
sign-in-password = Senha
sign-in-button = Entrar
sign-in-busy-button = Entrando…
sign-in-no-account = Ainda não tem conta ou esqueceu a senha? Peça um convite ao operador deste gateway.
sign-in-wrong = Nome de usuário ou senha incorretos. Tente novamente.
sign-in-too-many = Houve tentativas demais. Aguarde { $wait } antes da próxima.
sign-in-busy = Muitas pessoas estão entrando agora. Tente novamente em alguns segundos.
sign-in-form-expired = Esta página ficou aberta por tempo demais. Informe seus dados mais uma vez.
sign-in-signed-out = Você saiu da sua conta.
sign-in-session-expired = Sua sessão terminou. Entre para continuar de onde parou.
sign-in-password-changed = Sua senha foi alterada. Entre com a nova.
sign-in-welcome = Sua conta está pronta. Entre com a senha que você acabou de escolher.

# O código.
sign-in-code-title = Digite o código
sign-in-code-lead = Sua senha está correta. Mais um passo protege a sua conta.
sign-in-code-button = Continuar
sign-in-code-busy-button = Verificando…
sign-in-code-label-totp = Código do seu aplicativo autenticador
sign-in-code-label-email = Código recebido por e-mail
sign-in-code-label-recovery = Código de recuperação
sign-in-code-label-password = Sua senha
sign-in-code-hint-totp = Os 6 dígitos que o aplicativo mostra agora.
sign-in-code-hint-email = Enviamos 6 dígitos para { $address }. Eles valem por 10 minutos.
sign-in-code-hint-email-not-sent = Enviaremos 6 dígitos para { $address }.
sign-in-code-hint-recovery = Um dos códigos que você salvou ao configurar o aplicativo. Cada um vale uma única vez.
sign-in-code-hint-password = A mesma com que você entra.
sign-in-code-wrong = { $count ->
    [0] O código está incorreto. Você não tem mais tentativas.
    [one] O código está incorreto. Você tem mais 1 tentativa.
   *[other] O código está incorreto. Você tem mais { $count } tentativas.
}
sign-in-code-wrong-password = { $count ->
    [0] A senha está incorreta. Você não tem mais tentativas.
    [one] A senha está incorreta. Você tem mais 1 tentativa.
   *[other] A senha está incorreta. Você tem mais { $count } tentativas.
}
sign-in-code-wrong-uncounted = Está incorreto. Tente novamente.
sign-in-code-missing = Digite o código.
sign-in-locked = Códigos incorretos demais.
sign-in-locked-until = Os códigos voltarão a ser aceitos a partir de
sign-in-mail-send = Enviar um código
sign-in-mail-again = Enviar um novo código
sign-in-mail-wait = Um novo código poderá ser enviado em { $wait }.
sign-in-mail-too-many = Foram enviados códigos demais. O próximo poderá ser enviado em { $wait }.
sign-in-mail-failed = Não foi possível enviar o e-mail. Tente novamente ou use outro método.
sign-in-other-method = Outro método
sign-in-use-totp = Usar o aplicativo autenticador
sign-in-use-email = Receber um código por e-mail
sign-in-use-recovery = Usar um código de recuperação
sign-in-use-password = Usar a senha
sign-in-start-over = Entrar com outra conta

# Confirmar no meio de uma operação.
sign-in-confirm-it-is-you = Confirme que é você
sign-in-confirm-button = Confirmar
