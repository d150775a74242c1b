# Links de uso único: o que é lacrado em um navegador e aberto em outro.
handoff-title = Entregar algo
handoff-lead = Para uma senha, uma chave ou outro segredo. É criptografado no seu navegador e pode ser lido uma única vez. Quem opera este servidor não consegue ler.
handoff-new = Um novo link de uso único
handoff-send-needs-script = Seu navegador criptografa com JavaScript, que está desativado. Ative-o ou use o comando gatepass handoff send.
handoff-secret = O que você entrega
handoff-secret-hint = Somente credenciais. Para todo o resto, use o canal de sempre.
handoff-lifetime = O link vale por
handoff-with-code = Pedir também um código
handoff-with-code-about = Você o diz por telefone. Quem só tiver o link não consegue ler nada.
handoff-seal = Criptografar e criar o link
handoff-ready = O link está pronto
handoff-ready-once = Você o vê somente agora. Copie e envie para uma única pessoa: quem abrir primeiro lê o conteúdo.
handoff-link = Link
handoff-code = Código
handoff-ready-code = Diga este código por telefone, nunca junto com o link:
handoff-ready-next = Em “Entrega” você vê quando e de onde ele foi aberto; até lá, pode cancelá-lo.
handoff-links = Seus links
handoff-links-none = Você ainda não entregou nada.
handoff-made = Criado
handoff-has-code = com código
handoff-waits = Aguarda até
handoff-state-opened = Aberto
handoff-state-revoked = Revogado
handoff-state-wiped = Apagado após códigos errados demais
handoff-state-expired = Ninguém abriu; apagado desde
handoff-revoke = Revogar
handoff-share = Compartilhar com segurança
handoff-share-about = Criptografa estas linhas no seu navegador e cria um link que pode ser aberto uma única vez.

handoff-receive-title = Um segredo espera por você
handoff-receive-lead = { $sender } entrega a você algo que foi criptografado no navegador. Pode ser lido uma única vez; depois é apagado deste servidor. Abra somente se você esperava por isso.
handoff-receive-needs-script = Seu navegador descriptografa com JavaScript, que está desativado. Ative-o ou use o comando gatepass handoff read. Nada se perde ao olhar esta página.
handoff-receive-until = Aguarda até
handoff-code-hint = Os 12 dígitos que { $sender } disse a você.
handoff-open = Abrir agora: pode ser lido uma única vez
handoff-open-hint = Tenha à mão um lugar para guardá-lo, como um gerenciador de senhas.
handoff-here = Aqui está. Do servidor já foi apagado.
handoff-here-once = Guarde agora: depois de fechar esta página, ninguém pode mostrá-lo de novo.
handoff-text = Segredo
handoff-since = Desde
handoff-wrong-code = { $count ->
    [one] O código está errado. Resta uma tentativa; depois tudo é apagado. Pergunte o código de novo.
   *[other] O código está errado. Restam { $count } tentativas.
}
handoff-problem-no-key = Falta uma parte do link: o que vem depois do sinal #. Copie o link inteiro e abra de novo. Nada se perdeu.
handoff-problem-damaged = O link está danificado: o fim não combina com o começo. Copie o link inteiro e abra de novo. Nada se perdeu.
handoff-problem-no-crypto = Este navegador não consegue criptografar aqui. Use um navegador atual e um endereço que comece com https.
handoff-problem-code = O código tem 12 dígitos. Confira, por favor.
handoff-problem-offline = Nenhuma resposta. Verifique sua conexão e tente de novo. Se o link então não valer mais, peça um novo a { $sender }.
handoff-problem-unknown-link = Este link não existe. Copie o link inteiro de novo ou peça um novo a { $sender }.
handoff-problem-too-many = Tentativas demais da sua rede. Espere dez minutos e tente de novo.
handoff-problem-swapped = Isto não é o que { $sender } lacrou: foi alterado no caminho ou neste servidor. Não confie. Ligue para { $sender } e peça um novo link.
handoff-problem-newer = Isto foi lacrado por uma versão mais nova. Recarregue a página em um navegador atual; se não adiantar, peça um novo link a { $sender }.
handoff-problem-trouble = Algo deu errado do nosso lado. Tente de novo em instantes.

handoff-unknown-title = Este link não leva a lugar nenhum
handoff-unknown-lead = Copie o link inteiro e abra de novo. Se não adiantar, peça um novo: o que foi lido ou venceu é esquecido depois de uma semana.
handoff-opened-title = Este link já foi aberto
handoff-opened-lead = O conteúdo foi apagado. Se não foi você que abriu, avise { $sender } imediatamente: outra pessoa leu.
handoff-revoked-title = Este link foi cancelado
handoff-revoked-lead = { $sender } o revogou antes que alguém lesse. Peça um novo.
handoff-wiped-title = Este link foi apagado
handoff-wiped-lead = O código foi errado vezes demais, então o conteúdo foi apagado. Ninguém leu. Peça um novo link a { $sender }.
handoff-expired-title = O tempo deste link acabou
handoff-expired-lead = Ninguém abriu a tempo, então o conteúdo foi apagado. Peça um novo link a { $sender }.

handoff-error-too-large = É longo demais. Um link é para credenciais, não para documentos.
handoff-error-too-many = { $count ->
    [one] Um link seu já está aguardando, e esse é o máximo. Revogue-o primeiro.
   *[other] { $count } links seus já estão aguardando, e esse é o máximo. Revogue um primeiro.
}
handoff-error-form = A página ficou aberta por tempo demais. Copie o que escreveu, recarregue a página e tente de novo.
handoff-error-offline = Nenhuma resposta. Verifique sua conexão e tente de novo.
